/** A value that cannot be read as its shape says, in AWS's words; empty when the body cannot be read at all. The dispatcher turns it into the service's own error. */
export class Mismatch extends Error {
	override readonly name = 'Mismatch';
}
