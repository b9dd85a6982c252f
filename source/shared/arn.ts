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
	const parts = text.split(':');
	if (parts.length < 6 || parts[0] !== 'arn') return undefined;
	const [, partition = '', service = '', region = '', accountId = ''] = parts;
	return {partition, service, region, accountId, resource: parts.slice(5).join(':')};
}

export function formatArn(arn: Omit<Arn, 'partition'> & {partition?: string}): string {
	return `arn:${arn.partition ?? 'aws'}:${arn.service}:${arn.region}:${arn.accountId}:${arn.resource}`;
}
