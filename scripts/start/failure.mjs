/** Ends the run with this exit code; the message is for the user, and empty where a program has said it all. */
export class Failure extends Error {
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
