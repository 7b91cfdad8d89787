/** Signs tokens as an EHR does. */

import {generateKeyPairSync, randomUUID, sign} from "node:crypto";
import {writeFileSync} from "node:fs";

const KID = "clients";
const {privateKey, publicKey} = generateKeyPairSync("ec", {namedCurve: "P-384"});

/** Writes the JWK Set with the public key. */
export function writeKeys(file) {
  const key = {...publicKey.export({format: "jwk"}), kid: KID, alg: "ES384", use: "sig"};
  writeFileSync(file, JSON.stringify({keys: [key]}));
}

/** A token for one call of the endpoint, with the header and the claims of the sandbox. */
export function token(issuer, endpoint) {
  const now = Math.round(Date.now() / 1000);
  const header = {alg: "ES384", typ: "JWT", kid: KID, jku: `${issuer}/.well-known/jwks.json`};
  const claims = {iss: issuer, aud: endpoint, exp: now + 300, iat: now, jti: randomUUID()};
  const input = [header, claims].map(part => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const signature = sign("sha384", Buffer.from(input), {key: privateKey, dsaEncoding: "ieee-p1363"});
  return `${input}.${signature.toString("base64url")}`;
}
