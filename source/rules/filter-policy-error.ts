/**
A filter policy that AWS refuses.

`text` is what AWS says after `FilterPolicy: `, its place in the policy included. The one exception is nesting in the scope MessageAttributes, which AWS words without that name.
*/
export class FilterPolicyError extends Error {
	override readonly name = 'FilterPolicyError';
	/** The message and, where AWS tells it, the place. */
	readonly text: string;
	readonly isNesting: boolean;

	constructor(message: string, options: {location?: string; isNesting?: boolean} = {}) {
		super(message);
		this.text = options.location === undefined ? message : `${message}\n${options.location}`;
		this.isNesting = options.isNesting ?? false;
	}
}
