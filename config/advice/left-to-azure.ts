/** What advice says of something that only the service can tell, and that a preflight asks it. */
export const LEFT_TO_AZURE = 'preflight asks Azure';
