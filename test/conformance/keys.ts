import type { Card } from "../../src/index.ts";

// RSA keys that openssl made for these tests alone. They belong to no terminal and protect nothing.

/** An RSA key pair with numbers as hex, for an opener of the tests' own. */
export interface TestKey {
  readonly bits: number;
  readonly e: bigint;
  readonly n: bigint;
  readonly d: bigint;
  /** The modulus in whole bytes, as hex: the form in which Oceanpayment hands out keys. */
  readonly hex: string;
}

function testKey(e: number, n: string, d: string): TestKey {
  const modulus = BigInt(`0x${n}`);
  return { bits: modulus.toString(2).length, e: BigInt(e), n: modulus, d: BigInt(`0x${d}`), hex: n };
}

/** A test card of the card industry, good for a long time. */
export const CARD: Card = {
  number: "4111 1111 1111 1111",
  expiryMonth: "7",
  expiryYear: "2094",
  securityCode: "123",
};

export const KEY_1024: TestKey = testKey(
  65537,
  "f7b71a68b680445a2d61ce6ae6bcf60139dbbc5bb49773228e09917248d0a3f87e7fb5be0e1088b56e965d33436a8d6806de" +
    "e288cf17d7e8e414d87f1667712419476abf71973ad687f875f11a29b23fc547b8cf28c93dbc6bf5933a4c8c884b4e56d69d" +
    "1812bcc229da0d0f82ac0ef1c0289500a8df2ba8b0105eadffc9ae11",
  "afe16dfad339974e7fd2660138fb09a02d387b3091b4c6a6ce3ab4ee740ccf9f6c11b934cc3fa9114907b1fce7ed0ba1c4df" +
    "13f1173952afa4e1b825e3fe663159af03d1948cb6e746c1294314a38573de69b186797c23dfb4d5a61e7faf0613bad0ff48" +
    "67ab61bdc084b559cedd5c19be0d4d6c12c8fa9684f3f69d306d3901",
);

export const KEY_1031: TestKey = testKey(
  65537,
  "521eb0f7fca3a0fc1b022b0f6fed30687a223aed46d15293c2370a8045086732f9e7ddef7befc3fe411a75537d0eeba2b3fd" +
    "705248c997e092902d8c174d6f94d002da70440ab3f8829152cbd926422d7d34df87a94c925727b34c7194fca55657d1a8cb" +
    "d54e2fdc2deb7cf2d8c60c9616f2027072cda2e68ee48aa10b811a4b57",
  "34e206dcec1903a6d64dc32521d3010587015c29491dababf3ba364cfc27b92d9eb9aeb6767da51dab173acf150df2b8c868" +
    "4158fbfeb68bac56a4be3e936373c95fa1a9f2dbd86d2e049ba681bc143f853cd12e95f77e24c295d5006bd0b553b6697cef" +
    "5476fbf73b9281930399fbd80edd0f98c90f56e17b92c0164d963e7ca1",
);

export const KEY_1032: TestKey = testKey(
  65537,
  "c224023e92b2a4d4d295b270ea2c5eaf90e193966eca5ceaef20e2dc80a419d9e30a6c0f97c30ebe98cf3ec40b0266991978" +
    "8671de6ed8ec1813fab55170a4f24f6acd2e5bac454acc045fef3f3a2bdb80bcd1ab412c3bc8b81ee7c67a97612e684cba8a" +
    "24590597ec5dd6c05ed32e9e2d50dc7846f744e2019ede314755d42005",
  "2ee9feb4da445b3aa6acd013233397a9fb6bd77b69c8730dbebd86b4dc4d4b85f0ac8b12758d085a1c993044b5985decaf50" +
    "05c52c8842d942b4494859a6cbe54f6d6c8bfeb4f30a0cf6142778f9196882a40b7e534eb21b4f1e4d1e28c8b3f7b344080d" +
    "4be2592dbf2d326bb0d9451bad2a46aa8502e54a8b5cd663a81343f2dd",
);

export const KEY_2047: TestKey = testKey(
  65537,
  "573df322d79147fed110bab209205a754167a8fcd03c7a1375e906b8212441f30f06f517ddada98b79f4488b389f6150162f" +
    "28ed7104c7194bb8ecac831c360832cf9041a581fa87b0e355fc743ace789b940e3401721488ae2f2e52d6576380ec7cc1e9" +
    "f8cdffa1fc24de2749084f67b306cfd0c851f2ad1f71daece70a897f8a8e024de2c3c9ecb17476a1cb9fce9228cec981fe95" +
    "9e63791cebfa3f48a1d25e4da01fcfea37b254fdbd7065bb16d0b17cc292e9b83f35da8aae5e01dca10cdff45c256a367964" +
    "bc01c7c649e5bd315c9b42eb42b687fe757843e1d828562cfd782a6e089605c078dd8a349e93ca2432e31bb7e8e169ac1d5a" +
    "bd01d7c3cde7",
  "05be7b72b0d4ccf3b71a2de0a8ff2b558b0fe32d7a1c714134c33a010795968e055044f4e45099d82818706a523914342cb1" +
    "c03519fae18d05d2502aef9afce7bf48b14bd134e4a4e87d9f5cb6de6457c68e91fcd4978948928762ba6b886771c6a05438" +
    "2e7c89b7459dbbcec45d3ab52e31659f6e810ec45d4ca6c87051de49a5cadced404b474961ebb052cef90d0696021ef1928e" +
    "40ded09272edd80c128c6d45af91b89e64f9139b61c32d731272c0710b986ab1e98f073810cd5a70a5b010ebfe13ab2fa4b8" +
    "1eb82be88f50bc9f8d5777f8290bf5a29533ed384ba2ef620e906a391357473925b0fb4d7ba73401c4efbb182fa003f0d06d" +
    "89997bddd849",
);

export const KEY_2048: TestKey = testKey(
  65537,
  "a3469a2e0bb1165e238f06557a62b5a6de8e38e3e3d0178a893eba9e5f84da6c5a2f2d1291faf5eed0042b4e5fd803d1619e" +
    "acc46fe51ea77a865c4e7c589ec458941322fc1ab3462f88b3bdf4404588e9d6424762640df19891448f30af9947c78b87b9" +
    "3ec8ce0a6cfbd1acc2c3783dfa6c661f93cca249189f27ac4f480a005e22ecc963da5a01272c1e8d0409f4a160ff9a95b912" +
    "5987ecdb53ddd0cc4c0be8521dbc90d9b65163d0945f9ee70b72f7b51c83507b0c78211188fb8a015fb27e89adc7ffd7a8be" +
    "7e5e5ede6d9d279333370add5fee7426c49a8552052262305a10cd8e5c93288390713c2b410b4cb9da64e45bb9d7405dc7ed" +
    "1c527269c00f",
  "0f322d7c569b3b3534c30578642516b9faa1aafacec399c54b83ba93add92c090495ba70ad84796a2a131142c099d6b5208c" +
    "47911ac6ecc4f29ad9b176523b289403e80a0c03a226c89ac4fbcb6545f379abf6cc350491e5a7e8f14410686f70264abead" +
    "8781e1e747806261dd589af2cdc153f9e1641cc087d99c3425c6d3235260e0e41c434231ffcabe8bcef3cdef8658ffaa53f6" +
    "287d49dbf43fba855f41b18a9c71c9be7cbd37512a76cbd5a52d02dfdedae4816060818987879479b031bb5e8e25941f2d68" +
    "54f850de2207848866f62213d89d731601df384cc25e025f66dc44f104bef861ae778eda176430404fb2b03bb409468f4eb5" +
    "df8825ae7955",
);

export const KEY_2048E3: TestKey = testKey(
  3,
  "cbbead0b4ba1c20d9811c22853619138ec1606638e2733e909b799e80085cbb4946424260916b22e498b9db5c2204e0ff9b0" +
    "445aaadf928c79679518cdc7c3259261f856890c6e6c09652db790b4a05ba87719a1805c3165851d27cfe41a43200e1daeba" +
    "6323487f8731d630c0bdc57db4652ab0291f5514c97f8f8d795345e5cda846e18479d9e6fc27c122e3d2512d793582e1eb1c" +
    "5a6c39f12ca605502c4816d50fde77c329663e1cf6deb1b23cf6f1b1c9ff48ffc8378c9c774f8d165b9828e2737545ebc733" +
    "c02b67ff3dc37eeb47baf1f631977211b0edebc2a6827f47f4df388168d86bd71e2715c55ac6c37e785e1b35a2fc0251dd4f" +
    "13167af2fe81",
  "87d4735cdd16815e65612c1ae2410b7b480eaeed096f77f0b125114555ae87cdb842c2c4060f21743107be792c15895ffbca" +
    "d83c71ea61b2fb9a6365de852cc3b6ebfae45b5d9ef2b0ee1e7a60786ae7c5a4bbc1003d7643ae136fdfed66d76ab413c9d1" +
    "976cdaffaf768ecb2b292e53cd98c7201b6a38b886550a5e50e22e98032296e526015e658fd6eb71da7cc0735c2c33e60c83" +
    "e9ebc7f5693bb943b39c5c5a5a1a28d2d5b10047fd3eeb409da8b13377bf6c371e87b41e7b72f747e480fd323d59cbca77c8" +
    "dd899d8d8ee5e9391e58ba7555da0d07624ddc03df035018fa58231aae58c3cf0aa02b69b23300264fd9d980083c711e90d4" +
    "836d1c5d5783",
);

export const KEY_4096: TestKey = testKey(
  65537,
  "c720428f8fae094e30e0fd2561f0a56e1f41003914cf6553872094a621e0d9e29a2dadc2a66fdc68e8319a75257c5f45dbad" +
    "43422010fa2f61616ed8b0c731647de717a3ad07385aa3d2f501385976bd3d54b706344824fc8bde8e83f11f39e1a4a71393" +
    "ece4da24842ecd20cd417efc5fe0a5be82cfc644a5c68857afd60d7c9407222a2188eddd14426a27d09c08afe5953194dbfb" +
    "86eaecb29781bf7ebd9f92c49d518eb88e2a9b61c9daf0f1f08a9a6c7baa3402c878326c93975daccdb7ba31f7f898e38b84" +
    "cdb7c578666c2f4a4168cfccccffa55338cecd9cae5307f7962f62ab5b6644082c46a735e63495942de36cb82295be637a72" +
    "af0c5216f27b77e1d338783ac2739844340bfa1a227fc99cc29bd377b0a710ff165405d921422f1ea9bd8748f98d2466eadb" +
    "d1c487ae1eb0f51d19d94bc3331004d70fc3147cebbeb3dec1a8dc6f33eac467bb2d4f0c6abcccacce76ab929d0d6ba366a1" +
    "b98dd99338d07b10d1a3ee6c79d36ce94ea1550d432f24f5353762fc3d2e9eb3c058ea29e0bbf538e2d502bb4ed7787b74a8" +
    "ebb8b3a7754ae7cc6db712ffbe0cd71394ea0883c67aa0183c49984255f157160224dd5dd087d8a7e9a80e9d9f430736fe22" +
    "400a14fcc4ae918792245061044174f487e289a61fa3fce2e90a30528a02568a852534b83d17b0e1ac16d8b506b222310145" +
    "a8188609cae281e15831d0ed",
  "09d5afe3e647f00c0d6c4ca472da0f599e8537d7c48d8511788c3a909aa8bfd4d4ccea6c418b272583f3a5e4cba001169d5b" +
    "1e861eb8fd44fccd72a0ea2e3f0ec461cc5aeda4a725b6e4a8417cabd27fab394abc2d8b334f1e8609f4e8a24f04b4274fac" +
    "ba825d11ce4e2a1c7376c77e507ff315088c9986c771eef1a1c21e88121ee8bd904ac7db679b9621a19dd5ecab6d5075c133" +
    "02e95f1d12503ab482f4bad62777a13c6a97c91fd877e34c426c9e0ee5ec09f0949521d717525e5d36b5db2634fb46c07fa2" +
    "0f5a58659cc2bd7285ee2c2139d8c082193d56e36500132b291eedae77efaceed867a4423711f9774842ecc4e01469985687" +
    "b6849318b0b623be55a94eee6bd34a2541a2cd3c501db762b135d0e85ecb8c1c71fb68907db95db9818fb59cd6afb1f39865" +
    "be9fe52332b4a14b6e0d2631f6c316b6cb26fbf7628b706ad4958e77ca5b86f63778d5c8127cca258eaec6c0c44532fb4056" +
    "52f821b827380faf987940bdf010fb38a4a1bfce14b086b0e065eb7afc58f73bd11d343cda63d1dd0845dc633edfb39da2fd" +
    "184b8dc10e3f9d10d6a9051589a88923e6305c71de3b729bb1c4cf47db23e9e2287ef1e9ec39c5499be63684a396edd9a63a" +
    "576e9d4b53e27ccc0f8c7de81445d6b98a294022b7948ccb8de24368f20ec20bcd3b6c5f6f45d4c7cb817fbccf8761ecff98" +
    "e6d0f461190410498aebb5b1",
);

/** The public half of `KEY_2048` as SubjectPublicKeyInfo. */
export const SPKI_2048 =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAo0aaLguxFl4jjwZVemK1pt6OOOPj0BeKiT66nl+E2mxaLy0Skfr17tAE" +
  "K05f2APRYZ6sxG/lHqd6hlxOfFiexFiUEyL8GrNGL4izvfRARYjp1kJHYmQN8ZiRRI8wr5lHx4uHuT7Izgps+9GswsN4PfpsZh+T" +
  "zKJJGJ8nrE9ICgBeIuzJY9paAScsHo0ECfShYP+albkSWYfs21Pd0MxMC+hSHbyQ2bZRY9CUX57nC3L3tRyDUHsMeCERiPuKAV+y" +
  "fomtx//XqL5+Xl7ebZ0nkzM3Ct1f7nQmxJqFUgUiYjBaEM2OXJMog5BxPCtBC0y52mTkW7nXQF3H7RxScmnADwIDAQAB";

/** The public half of `KEY_2048` as PKCS#1 RSAPublicKey. */
export const PKCS1_2048 =
  "MIIBCgKCAQEAo0aaLguxFl4jjwZVemK1pt6OOOPj0BeKiT66nl+E2mxaLy0Skfr17tAEK05f2APRYZ6sxG/lHqd6hlxOfFiexFiU" +
  "EyL8GrNGL4izvfRARYjp1kJHYmQN8ZiRRI8wr5lHx4uHuT7Izgps+9GswsN4PfpsZh+TzKJJGJ8nrE9ICgBeIuzJY9paAScsHo0E" +
  "CfShYP+albkSWYfs21Pd0MxMC+hSHbyQ2bZRY9CUX57nC3L3tRyDUHsMeCERiPuKAV+yfomtx//XqL5+Xl7ebZ0nkzM3Ct1f7nQm" +
  "xJqFUgUiYjBaEM2OXJMog5BxPCtBC0y52mTkW7nXQF3H7RxScmnADwIDAQAB";

/** `KEY_2048` whole, as PKCS#8. */
export const PKCS8_2048 =
  "MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCjRpouC7EWXiOPBlV6YrWm3o444+PQF4qJPrqeX4TabFovLRKR" +
  "+vXu0AQrTl/YA9FhnqzEb+Uep3qGXE58WJ7EWJQTIvwas0YviLO99EBFiOnWQkdiZA3xmJFEjzCvmUfHi4e5PsjOCmz70azCw3g9" +
  "+mxmH5PMokkYnyesT0gKAF4i7Mlj2loBJywejQQJ9KFg/5qVuRJZh+zbU93QzEwL6FIdvJDZtlFj0JRfnucLcve1HINQewx4IRGI" +
  "+4oBX7J+ia3H/9eovn5eXt5tnSeTMzcK3V/udCbEmoVSBSJiMFoQzY5ckyiDkHE8K0ELTLnaZORbuddAXcftHFJyacAPAgMBAAEC" +
  "ggEADzItfFabOzU0wwV4ZCUWufqhqvrOw5nFS4O6k63ZLAkElbpwrYR5aioTEULAmda1IIxHkRrG7MTymtmxdlI7KJQD6AoMA6Im" +
  "yJrE+8tlRfN5q/bMNQSR5afo8UQQaG9wJkq+rYeB4edHgGJh3Via8s3BU/nhZBzAh9mcNCXG0yNSYODkHENCMf/KvovO883vhlj/" +
  "qlP2KH1J2/Q/uoVfQbGKnHHJvny9N1EqdsvVpS0C397a5IFgYIGJh4eUebAxu16OJZQfLWhU+FDeIgeEiGb2IhPYnXMWAd84TMJe" +
  "Al9m3ETxBL74Ya53jtoXZDBAT7KwO7QJRo9Otd+IJa55VQKBgQDh2cDfR0WiQabi+RXTljtVcMA8cWbrGuYA/7sHs4/O7I26dcxd" +
  "CDd3zR8ck3aaOgMpkfmh2dYiE0+m4tevCGP/QzQyrb1/dXDwjo4d200HBzZA66+l3X2oJCCwVPxs2xNP9FDC5+qqGLRUGR+O+R/c" +
  "BF/y80S9H7aMdkCiM9kzfQKBgQC5EmjV2ranHeolf8NjFbw4g+DZar4KGRzsNFGFRHQhVHSJ2ScycVdo9UIQ6HQ/mM/PnHa6Hy/i" +
  "p7kNF/W6ulW7A8CxuMVjHI3xK80KO/54eoywPTBCCeyiIsOmshahz//MEkwDRM/mHtt5ZV/Aqj/787wK+QOX43o/17dcq/9/ewKB" +
  "gF5F4rhQq8Ra2yqLBo1XfFThx5xzSZ6Bj9iC5rMERNb+7voSCcgbkeuz93SaKTufU4qaoDTrFPMMVIc40QcC3ZrDlppA44S8pPQE" +
  "zVWxIKn6XK8ksiDuH3F8AxkXoHZfy+Pn+34gCFgQD9W61u17F81jFhn3aY34Gt7uzXPnaJaRAoGAbBsO1ey+SPw2a9UnwtdNbQ3L" +
  "5/RsMeXdeTROcjQ8ScPVlzgbp2GBl7O79bhzPzr6GOHikHHrPNCQTc+zIHH75hQZGTc/RdfGKhxV1yaYTLP5PnFfoRO/AC6ibtsU" +
  "UUz4tLHzaO1nK5rWxSCsQBSy72++ZgJzUOP14xkU6LMnucUCgYBQyvU1OZ8ZE9OAXCpEaRAd/EJCEudW658v9cha5Y5F85CID+LQ" +
  "+RMqTdXZuGNar4OK1RNKlcCxfGIdw04nZKLGqybC7POsKnRcNkrbgyF8vZALbCyb4VzUfO/LGee4uvOoeGsDG297Tl1Mjgsazkvw" +
  "nIH6SsvPs+IjKeh06xv7Rg==";

/** Returns base64 as PEM of a type. Put together here, so that no scanner takes the test key for a leak. */
export function toPem(type: string, base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${type}-----\n${lines.join("\n")}\n-----END ${type}-----\n`;
}
