/** `arn:partition:service:region:account:resource`; the resource may itself hold colons and slashes. */
export type Arn = {
	readonly partition: string;
	readonly service: string;
	readonly region: string;
	readonly accountId: string;
	readonly resource: string;
};

/** Undefined when the text is no ARN: fewer than six parts, or not starting with `arn`. */
export function parseArn(text: string): Arn | undefined {
	if (!text.startsWith('arn:')) return undefined;
	// Read for every message that a topic delivers, so it is not split into a list.
	const serviceColon = text.indexOf(':', 4);
	const regionColon = text.indexOf(':', serviceColon + 1);
	const accountColon = text.indexOf(':', regionColon + 1);
	const resourceColon = text.indexOf(':', accountColon + 1);
	if (serviceColon === -1 || regionColon <= serviceColon || accountColon <= regionColon || resourceColon <= accountColon) return undefined;
	return {
		partition: text.slice(4, serviceColon),
		service: text.slice(serviceColon + 1, regionColon),
		region: text.slice(regionColon + 1, accountColon),
		accountId: text.slice(accountColon + 1, resourceColon),
		resource: text.slice(resourceColon + 1),
	};
}

export function formatArn(arn: Omit<Arn, 'partition'> & {partition?: string}): string {
	return `arn:${arn.partition ?? 'aws'}:${arn.service}:${arn.region}:${arn.accountId}:${arn.resource}`;
}
