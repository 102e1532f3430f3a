/** What a program could not do. The message is for the user, and the exit code 1. */
export class Failure extends Error {}
