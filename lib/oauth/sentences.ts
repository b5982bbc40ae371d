/**
 * All that can go wrong with a sign-in server, in one place to be read together:
 * each sentence says whose side it is on and what to do next. None quotes a server.
 */
export const sentences = {
  noDetails:
    "This server publishes no OAuth sign-in details. Choose API key or Custom headers if it takes one, or ask whoever runs it.",
  noDetailsAt: (host: string) =>
    `The sign-in server ${host} publishes no OAuth sign-in details. Choose API key or Custom headers if the server takes one, or ask whoever runs it.`,
  detailsElsewhere:
    "The server keeps its sign-in details at another address than its own, so they cannot be trusted. Whoever runs the server has to fix it.",
  detailsOfAnother:
    "The server's sign-in details are those of another server. Check the Server URL; if it is right, whoever runs the server has to fix it.",
  otherIssuer: (host: string) =>
    `The sign-in server ${host} calls itself by another name than the server gave for it. Whoever runs it has to fix that; if you know the name to be right, enter it as Issuer under Advanced settings.`,
  serverSilent: (host: string, reason: string) =>
    `The sign-in server ${host} is not answering. ${reason} Try again later; if it stays so, ask whoever runs it.`,
  unsafeEndpoint: (what: string) =>
    `The provider's ${what} is not a public https address, so signing in would not be safe. Whoever runs the provider has to fix it.`,
  pkceUnstated:
    "This provider does not say that it supports PKCE, so a stolen code could be used by somebody else. An admin can accept that under Advanced settings.",
  pkceMissing:
    "This provider does not support PKCE with S256, so signing in would not be safe. Whoever runs the provider has to add it.",

  noRegistration:
    "This server has no automatic registration: enter a Client ID and Client Secret under Advanced settings.",
  approvedAppsOnly:
    "This provider only accepts approved apps. Register one and enter its Client ID under Advanced settings.",
  registrationUnreadable:
    "The provider's answer to the registration cannot be read. Register an app with the provider and enter its Client ID under Advanced settings.",
  redirectRefused:
    "This provider does not accept this console's redirect URI. Register an app with it and enter its Client ID under Advanced settings.",
  registrationRefused:
    "This provider refused to register this console. Register an app with it and enter its Client ID under Advanced settings.",
  registrationSilent:
    "The provider's registration is not answering. Try again in a few minutes, or register an app with the provider and enter its Client ID under Advanced settings.",

  notOurs:
    "What the provider sent back is not for the sign-in that was started here, so it was not used. Start it again.",
  otherProvider:
    "The answer came from another provider than the one you were sent to, so it was not used. Start the sign-in again; if it happens again, tell an admin.",
  issuerMissing:
    "The provider promises to say in its answer who it is, and did not, so the answer was not used. Whoever runs the provider has to fix it.",
  nothingSent:
    "The provider sent you back without a sign-in. Start it again; if that keeps happening, tell an admin.",
  endedWithError:
    "The provider ended the sign-in with an error. Start it again; if it keeps failing, ask an admin to check the connection's settings.",
  providerBusy: "The provider cannot sign anybody in right now. Try again in a few minutes.",
  denied: "You did not allow access, so nothing has changed here. Start again to allow it.",
  scopesRefused:
    "The provider does not offer the scopes that were asked for. An admin can change them under Advanced settings.",
  resourceRefused:
    "The provider does not know this server as a resource. An admin can set Resource to omit under Advanced settings.",
  clientMayNot:
    "The provider does not let this console's client sign people in. An admin can check its app with the provider, or register again.",

  exchangeRefused:
    "The provider refused to finish the sign-in. Start it again; if it keeps failing, ask an admin to check the connection's settings.",
  exchangeTooLate: "The provider did not accept the sign-in any more. Start it again.",
  clientRefused:
    "The provider does not accept this console's client. An admin can check the Client ID and Client Secret, or register again, in the connection's settings.",
  providerDown: (reason: string) =>
    `The provider's sign-in server is not working right now. ${reason} Try again later; if it stays so, ask whoever runs it.`,
  identityUnproven:
    "The company's identity provider did not prove who you are: its ID token does not hold. Start again; if it happens again, tell an admin.",
  companyRefused: (host: string) =>
    `The company's identity provider ${host} does not vouch for you to this server. Whoever manages it there has to allow it.`,
  companyClientRefused: (host: string) =>
    `The company's identity provider ${host} does not accept this console's app. An admin can check Company sign-in in Settings.`,
  companyCannot: (host: string) =>
    `The company's identity provider ${host} did not give the kind of token that vouches for somebody (ID-JAG). Whoever manages it there has to turn that on.`,
  companyDown: (host: string, reason: string) =>
    `The company's identity provider ${host} is not working right now. ${reason} Try again later.`,
  vouchedRefused:
    "The provider does not take the company's word for you. Whoever runs it has to trust the company's identity provider.",
  vouchedUnknown: "This provider has no company sign-in. An admin can let each person sign in instead.",

  secretRefused:
    "The provider does not accept the Client ID with this secret or key. An admin can enter them again in the connection's settings.",
  workspaceRefused:
    "The provider refused the workspace's sign-in. An admin can check the app at the provider and the connection's settings.",
  workspaceMayNot:
    "The provider does not let this app sign in for a workspace. Whoever manages it there has to allow the client credentials grant.",
  workspaceUnknown:
    "This provider has no sign-in for a whole workspace. An admin can let each person sign in instead.",
  workspaceScopesRefused:
    "The provider does not offer this app the scopes that were asked for. An admin can change them in the connection's settings.",

  signInEnded: "The provider ended this sign-in. Sign in again to go on.",
  clientRefusedNow:
    "The provider does not accept this console's client any more. An admin can check it, or register again, in the connection's settings.",
  notRenewed: "The provider did not renew this sign-in. Try again later; if it stays so, sign in again.",
  cannotRevoke:
    "This provider has no way to revoke a sign-in. Whoever it belongs to can end it in the provider's settings.",
  notRevoked:
    "The provider refused to revoke it. Whoever it belongs to can end it in the provider's settings.",
};
