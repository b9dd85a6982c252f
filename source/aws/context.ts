import {SluiceError} from '../shared/errors.ts';
import {configuredEndpoints, type Endpoints} from './config/endpoints.ts';
import {nonEmpty, type Environment, type ReadText} from './config/files.ts';
import {findProfile, readAwsConfig, type AwsConfig} from './config/profiles.ts';
import type {ContextChoice} from './connect.ts';
import {proxyOf} from './network.ts';
import type {Mode, SessionContext} from './session.ts';

/** Names that mark production, unless the settings say otherwise. */
export const prodPatternDefault = 'prod|prd|live';

/** Names of contexts that are for trying things out. */
const playground = /(?:^|[^a-z])(?:dev|development|test|sandbox|playground|localstack)(?:[^a-z]|$)/i;

/** Where the engine and other local endpoints pretend to be. */
const localRegion = 'us-east-1';

/** What marks a context as production: a pattern for its name, and names marked by hand, which win. */
export type Production = {
	/** A regular expression, in any case. Default: `prod|prd|live`. */
	readonly pattern?: string;
	readonly marked?: Readonly<Record<string, boolean>>;
};

export type ResolveOptions = {
	readonly environment: Environment;
	readonly readText?: ReadText;
	readonly production?: Production;
};

/** Whether a context of these names is production. */
export function isProduction(names: readonly string[], {pattern = prodPatternDefault, marked = {}}: Production = {}): boolean {
	const byHand = names.map(name => (Object.hasOwn(marked, name) ? marked[name] : undefined)).find(mark => mark !== undefined);
	return byHand ?? names.some(name => new RegExp(pattern, 'i').test(name));
}

/**
Decides where a session works, once.

Region: the choice, AWS_REGION, AWS_DEFAULT_REGION, then the profile's. An endpoint that is configured for all of SQS, SNS and Kinesis makes an `endpoint` of
`aws`.

@throws `no-region` when AWS is meant and no region can be found; `bad-region` for what can be no region's name.
@see [Configuration and credential file settings in the AWS CLI](https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html)
*/
export function resolveContext(choice: ContextChoice, options: ResolveOptions): SessionContext {
	const {environment} = options;
	const proxy = proxyOf(environment, choice.endpointUrl?.startsWith('http:') ? 'HTTP_PROXY' : 'HTTPS_PROXY');
	const rest = {...(choice.roleArn !== undefined && {roleArn: choice.roleArn}), ...(proxy && {proxy})};
	if (choice.target === 'engine') {
		if (choice.region !== undefined) checkRegion(choice.region);
		const endpointUrl = validEndpoint(choice.endpointUrl ?? 'http://127.0.0.1:4566', '--endpoint-url');
		return {name: choice.name ?? 'local', target: 'engine', region: choice.region ?? localRegion, endpointUrl, isProd: false, ...rest};
	}
	const profile = choice.profile ?? nonEmpty(environment['AWS_PROFILE']) ?? nonEmpty(environment['AWS_DEFAULT_PROFILE']);
	const config = readAwsConfig(options);
	const region = regionOf(choice, {profile: profile ?? 'default', environment, config});
	if (region !== undefined) checkRegion(region);
	const place = placeOf(choice, configuredEndpoints(config, findProfile(config, profile ?? 'default'), environment));
	const {endpointUrl} = place;
	const name = choice.name ?? (place.target === 'aws' ? (profile ?? 'default') : (choice.profile ?? hostOf(endpointUrl)));
	const isProd = isProduction([name, ...(place.target === 'aws' ? [profile ?? ''] : [choice.profile ?? ''])], options.production);
	if (region === undefined && place.target === 'aws')
		throw new SluiceError(`No region is chosen for ${profile ?? 'AWS'}.`, {
			code: 'no-region',
			nextSteps: ['Give one: --region eu-west-1', 'Or set AWS_REGION, or aws configure.', 'Or work without AWS: sluice --local'],
		});
	return {name, ...place, region: region ?? localRegion, ...(profile !== undefined && {profile}), isProd, ...rest};
}

/** A region becomes part of a host's name. Which there are, AWS decides. */
function checkRegion(region: string): void {
	if (/^[a-z\d](?:[a-z\d-]*[a-z\d])?$/i.test(region)) return;
	throw new SluiceError(`"${region}" is no region: letters, digits and - only.`, {
		code: 'bad-region',
		nextSteps: [
			'Such as: --region eu-west-1',
			'Where it comes from, first that is set: --region, AWS_REGION, AWS_DEFAULT_REGION, the profile.',
		],
	});
}

function regionOf(
	choice: ContextChoice,
	{profile, environment, config}: {profile: string; environment: Environment; config: AwsConfig},
): string | undefined {
	return (
		choice.region ??
		nonEmpty(environment['AWS_REGION']) ??
		nonEmpty(environment['AWS_DEFAULT_REGION']) ??
		nonEmpty(findProfile(config, profile)?.settings.get('region')?.value)
	);
}

/** Where the services are: all at endpoints, or on AWS, perhaps with some of them reached by another way. */
function placeOf(choice: ContextChoice, endpoints: Endpoints): Pick<SessionContext, 'target' | 'endpointUrl' | 'endpoints'> {
	if (choice.endpointUrl !== undefined) return {target: 'endpoint', endpointUrl: validEndpoint(choice.endpointUrl, '--endpoint-url')};
	const valid = Object.fromEntries(
		Object.entries(endpoints).map(([service, {url, origin}]) => [service, {url: validEndpoint(url, origin), origin}]),
	) as Endpoints; // The same services as before.
	const {sqs, sns, kinesis} = valid;
	if (sqs && sns && kinesis)
		return {target: 'endpoint', endpointUrl: sqs.url, endpoints: {sts: sqs, cloudwatch: sqs, lambda: sqs, ...valid}};
	return {target: 'aws', ...(Object.keys(valid).length > 0 && {endpoints: valid})};
}

function hostOf(url: string | undefined): string {
	return url === undefined ? 'endpoint' : new URL(url).host;
}

/** LOOK where production is, or may be; CHANGE on the local engine, other endpoints, and contexts whose names say that they are for trying things out. */
export function defaultMode(context: SessionContext): Mode {
	if (context.isProd) return 'LOOK';
	if (context.target === 'aws') return playground.test(context.name) ? 'CHANGE' : 'LOOK';
	// A VPC endpoint of a real account is as real as the account.
	return context.endpointUrl !== undefined && /\.amazonaws\.com(?:\.cn)?$/.test(new URL(context.endpointUrl).hostname) ? 'LOOK' : 'CHANGE';
}

function validEndpoint(text: string, origin: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url?.protocol === 'http:' || url?.protocol === 'https:') return text.replace(/\/+$/, '');
	const from = origin === '--endpoint-url' ? [] : [`It comes from ${origin}.`];
	throw new SluiceError(`"${text}" is no endpoint URL.`, {
		code: 'bad-endpoint',
		nextSteps: [...from, 'Give one like http://127.0.0.1:4566.'],
	});
}
