/** The cache's name in provider options and provider metadata. */
export const OWN_OPTIONS = "semanticCache";
