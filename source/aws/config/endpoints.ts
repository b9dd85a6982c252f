import type {ServiceId} from '../allowed-calls.ts';
import {nonEmpty, shortPath, type Environment} from './files.ts';
import type {AwsConfig, Profile, Setting} from './profiles.ts';

/** Where a service is reached, and who says so: `AWS_ENDPOINT_URL_SQS`, `~/.aws/config line 12`. */
export type Endpoint = {readonly url: string; readonly origin: string};

export type Endpoints = Readonly<Partial<Record<ServiceId, Endpoint>>>;

const services: readonly ServiceId[] = ['sqs', 'sns', 'kinesis', 'sts', 'cloudwatch', 'lambda'];

/**
Where each service is reached when it is not AWS's own address: the environment's word for the service, its word for all, the profile's for the service,
the profile's for all, in this order.

@see [Use endpoints in the AWS CLI](https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-endpoints.html)
*/
export function configuredEndpoints(config: AwsConfig, profile: Profile | undefined, environment: Environment): Endpoints {
	if (isTrue(environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'])) return {};
	const setting = (key: string): Setting | undefined => profile?.settings.get(key);
	const mayUseProfile = !isTrue(setting('ignore_configured_endpoint_urls')?.value);
	const block = config.services.get(setting('services')?.value ?? '');
	const fromFile = (found: {value: string; line: number} | undefined, file: string): Endpoint | undefined =>
		found && mayUseProfile && found.value !== ''
			? {url: found.value, origin: `${shortPath(file, environment)} line ${found.line}`}
			: undefined;
	const fromEnvironment = (name: string): Endpoint | undefined => {
		const url = nonEmpty(environment[name]);
		return url === undefined ? undefined : {url, origin: name};
	};

	const found: Partial<Record<ServiceId, Endpoint>> = {};
	for (const service of services) {
		const endpoint =
			fromEnvironment(`AWS_ENDPOINT_URL_${service.toUpperCase()}`) ??
			fromEnvironment('AWS_ENDPOINT_URL') ??
			fromFile(block?.settings.get(service)?.nested.get('endpoint_url'), block?.file ?? '') ??
			fromFile(setting('endpoint_url'), setting('endpoint_url')?.file ?? '');
		if (endpoint) found[service] = endpoint;
	}
	return found;
}

function isTrue(text: string | undefined): boolean {
	return text?.trim().toLowerCase() === 'true';
}
