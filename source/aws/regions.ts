/** Regions that sluice knows, for the list to choose from and to name the nearest when one is mistyped. A new region works without being here. */
export const regions: readonly string[] = [
	'af-south-1',
	'ap-east-1',
	'ap-east-2',
	'ap-northeast-1',
	'ap-northeast-2',
	'ap-northeast-3',
	'ap-south-1',
	'ap-south-2',
	'ap-southeast-1',
	'ap-southeast-2',
	'ap-southeast-3',
	'ap-southeast-4',
	'ap-southeast-5',
	'ap-southeast-7',
	'ca-central-1',
	'ca-west-1',
	'cn-north-1',
	'cn-northwest-1',
	'eu-central-1',
	'eu-central-2',
	'eu-north-1',
	'eu-south-1',
	'eu-south-2',
	'eu-west-1',
	'eu-west-2',
	'eu-west-3',
	'il-central-1',
	'me-central-1',
	'me-south-1',
	'mx-central-1',
	'sa-east-1',
	'us-east-1',
	'us-east-2',
	'us-gov-east-1',
	'us-gov-west-1',
	'us-west-1',
	'us-west-2',
];

/** `aws`, `aws-cn` or `aws-us-gov`: accounts and names of one know nothing of the others. */
export function partitionOf(region: string): string {
	if (region.startsWith('cn-')) return 'aws-cn';
	return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** AWS's own address of a service: `sqs.eu-west-1.amazonaws.com`. */
export function serviceHost(service: string, region: string): string {
	const prefix = service === 'cloudwatch' ? 'monitoring' : service;
	return `${prefix}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}
