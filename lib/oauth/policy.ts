/** Parameters of an authorization request that are the protocol's own. An admin's extra parameters may name none of them. */
export const reservedParameters: readonly string[] = [
  "client_id",
  "client_secret",
  "code_challenge",
  "code_challenge_method",
  "redirect_uri",
  "request",
  "request_uri",
  "resource",
  "response_mode",
  "response_type",
  "scope",
  "state",
];
