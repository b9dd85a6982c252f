import {formatArn} from '../../shared/arn.ts';
import {invalidParameter, notFound} from './errors.ts';
import {addToOutbox} from './outbox.ts';
import type {Publication} from './publication.ts';
import type {SnsState} from './state.ts';
import {checkArnParts} from './arn-parts.ts';

/** An app at a push service. */
export type PlatformApplication = {
	readonly arn: string;
	readonly name: string;
	readonly platform: string;
	/** Credentials among them; those are never told. */
	readonly attributes: Map<string, string>;
	/** By device token. */
	readonly endpoints: Map<string, PlatformEndpoint>;
};

/** An app on a device. */
export type PlatformEndpoint = {
	readonly arn: string;
	readonly applicationArn: string;
	/** Enabled, Token, CustomUserData. */
	readonly attributes: Map<string, string>;
};

const platforms: ReadonlySet<string> = new Set([
	'ADM',
	'APNS',
	'APNS_SANDBOX',
	'APNS_VOIP',
	'APNS_VOIP_SANDBOX',
	'MACOS',
	'MACOS_SANDBOX',
	'GCM',
	'BAIDU',
	'MPNS',
	'WNS',
]);

const applicationAttributes: ReadonlySet<string> = new Set([
	'PlatformCredential',
	'PlatformPrincipal',
	'EventEndpointCreated',
	'EventEndpointDeleted',
	'EventEndpointUpdated',
	'EventDeliveryFailure',
	'SuccessFeedbackRoleArn',
	'FailureFeedbackRoleArn',
	'SuccessFeedbackSampleRate',
	'ApplePlatformTeamID',
	'ApplePlatformBundleID',
	'Enabled',
]);
const secretAttributes: ReadonlySet<string> = new Set(['PlatformCredential', 'PlatformPrincipal']);

type Attributes = Readonly<Record<string, string>>;

/** Makes an application, or gives the one of that platform and name new attributes. */
export function createApplication(state: SnsState, wanted: {name: string; platform: string; attributes: Attributes}): PlatformApplication {
	const {name, platform, attributes} = wanted;
	checkApplicationName(name);
	if (!platforms.has(platform)) throw invalidParameter(`Platform Reason: ${platform} is not supported`);
	checkApplicationAttributes(attributes);
	checkCredentials(platform, attributes);
	const {region, accountId} = state.environment;
	const arn = formatArn({service: 'sns', region, accountId, resource: `app/${platform}/${name}`});
	const existing = state.applications.get(arn);
	const application: PlatformApplication = existing ?? {
		arn,
		name,
		platform,
		attributes: new Map([['Enabled', 'true']]),
		endpoints: new Map(),
	};
	for (const [key, value] of Object.entries(attributes)) application.attributes.set(key, value);
	state.applications.set(arn, application);
	return application;
}

function checkApplicationName(name: string): void {
	if (name === '') throw invalidParameter(`${name} Reason: cannot be empty`);
	if (name.length > 256) throw invalidParameter(`${name} Reason: must be at most 256 characters long`);
	if (!/^[\w.-]+$/.test(name)) {
		throw invalidParameter(`${name} Reason: must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'`);
	}
}

function checkCredentials(platform: string, attributes: Attributes): void {
	const hasPrincipal = attributes['PlatformPrincipal'] !== undefined;
	const hasCredential = attributes['PlatformCredential'] !== undefined;
	// Firebase has a credential only.
	if (hasCredential && !hasPrincipal && platform !== 'GCM') {
		throw invalidParameter('Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal');
	}
	if (hasPrincipal && !hasCredential) {
		throw invalidParameter('Attributes Reason: PlatformPrincipal attribute provided without PlatformCredential');
	}
}

function checkApplicationAttributes(attributes: Attributes): void {
	const odd = Object.keys(attributes).find(name => !applicationAttributes.has(name));
	if (odd !== undefined) throw invalidParameter(`Attributes Reason: Invalid attribute name: ${odd}`);
}

export function setApplicationAttributes(application: PlatformApplication, attributes: Attributes): void {
	checkApplicationAttributes(attributes);
	for (const [name, value] of Object.entries(attributes)) application.attributes.set(name, value);
}

/** Without the credentials. */
export function shownApplicationAttributes(application: PlatformApplication): Record<string, string> {
	return Object.fromEntries([...application.attributes].filter(([name]) => !secretAttributes.has(name)));
}

export function requireApplication(state: SnsState, arn: string): PlatformApplication {
	const application = state.applications.get(arn);
	if (application) return application;
	checkPlatformArn(arn, 'PlatformApplicationArn', 3);
	throw notFound('PlatformApplication does not exist');
}

/** Idempotent. Its endpoints go with it. */
export function deleteApplication(state: SnsState, arn: string): void {
	const application = state.applications.get(arn);
	if (!application) {
		checkPlatformArn(arn, 'PlatformApplicationArn', 3);
		return;
	}
	for (const endpoint of application.endpoints.values()) state.endpoints.delete(endpoint.arn);
	state.applications.delete(arn);
}

function checkPlatformArn(arn: string, parameter: string, partCount: number): void {
	checkArnParts(arn, parameter);
	if ((arn.split(':').slice(5).join(':') || '').split('/').length !== partCount) {
		throw invalidParameter(`${parameter} Reason: Wrong number of slashes in relative portion of the ARN.`);
	}
}

const endpointAttributes: ReadonlySet<string> = new Set(['CustomUserData', 'Enabled', 'Token']);
const userDataBytesMax = 2048;

/** Makes an endpoint, or finds the one of that token if what is given agrees with it. */
export function createEndpoint(
	state: SnsState,
	application: PlatformApplication,
	wanted: {token: string; attributes: Attributes},
): PlatformEndpoint {
	const {token, attributes} = wanted;
	if (token === '') throw invalidParameter('Token Reason: cannot be empty');
	checkEndpointAttributes(attributes);
	const existing = application.endpoints.get(token);
	if (existing) {
		const given = {CustomUserData: '', Enabled: 'true', ...attributes};
		const isSame = Object.entries(given).every(([name, value]) => (existing.attributes.get(name) ?? '') === value);
		if (isSame) return existing;
		throw invalidParameter(`Token Reason: Endpoint ${existing.arn} already exists with the same Token, but different attributes.`);
	}
	const {region, accountId, random} = state.environment;
	const resource = `endpoint/${application.platform}/${application.name}/${random.uuid()}`;
	const endpoint: PlatformEndpoint = {
		arn: formatArn({service: 'sns', region, accountId, resource}),
		applicationArn: application.arn,
		attributes: new Map(Object.entries({Enabled: 'true', Token: token, ...attributes})),
	};
	application.endpoints.set(token, endpoint);
	state.endpoints.set(endpoint.arn, endpoint);
	return endpoint;
}

function checkEndpointAttributes(attributes: Attributes): void {
	const odd = Object.keys(attributes).find(name => !endpointAttributes.has(name));
	if (odd !== undefined) throw invalidParameter(`Attributes Reason: Invalid attribute name: ${odd}`);
	if (attributes['Token'] === '') throw invalidParameter('Attributes Reason: Invalid value for attribute: Token: cannot be empty');
	if (!/^(?:true|false)$/i.test(attributes['Enabled'] ?? 'true')) {
		throw invalidParameter('Attributes Reason: Invalid value for attribute: Enabled: must be true or false');
	}
	if (Buffer.byteLength(attributes['CustomUserData'] ?? '') > userDataBytesMax) {
		throw invalidParameter(
			'Attributes Reason: Invalid value for attribute: CustomUserData: must be at most 2048 bytes long in UTF-8 encoding',
		);
	}
}

export function setEndpointAttributes(state: SnsState, endpoint: PlatformEndpoint, attributes: Attributes): void {
	checkEndpointAttributes(attributes);
	const application = state.applications.get(endpoint.applicationArn);
	const token = attributes['Token'];
	if (application && token !== undefined) {
		application.endpoints.delete(endpoint.attributes.get('Token') ?? '');
		application.endpoints.set(token, endpoint);
	}
	for (const [name, value] of Object.entries(attributes)) endpoint.attributes.set(name, value);
}

export function requireEndpoint(state: SnsState, arn: string): PlatformEndpoint {
	const endpoint = state.endpoints.get(arn);
	if (endpoint) return endpoint;
	checkPlatformArn(arn, 'EndpointArn', 4);
	throw notFound('Endpoint does not exist');
}

/** Idempotent. Subscriptions of it stay. */
export function deleteEndpoint(state: SnsState, arn: string): void {
	const endpoint = state.endpoints.get(arn);
	if (!endpoint) {
		checkPlatformArn(arn, 'EndpointArn', 4);
		return;
	}
	state.endpoints.delete(arn);
	state.applications.get(endpoint.applicationArn)?.endpoints.delete(endpoint.attributes.get('Token') ?? '');
}

export function isEnabled(attributes: ReadonlyMap<string, string>): boolean {
	return attributes.get('Enabled')?.toLowerCase() !== 'false';
}

/** Puts a push message into the outbox. False when nobody can get it. */
export function pushTo(
	state: SnsState,
	endpointArn: string,
	publication: Pick<Publication, 'messageId' | 'texts' | 'subject'> & {topicArn?: string},
	subscriptionArn?: string,
): boolean {
	const endpoint = state.endpoints.get(endpointArn);
	const application = endpoint && state.applications.get(endpoint.applicationArn);
	if (!endpoint || !application || !isEnabled(endpoint.attributes) || !isEnabled(application.attributes)) return false;
	const {texts, messageId, subject, topicArn} = publication;
	const body = texts.byProtocol?.[application.platform] ?? texts.default;
	addToOutbox(state, {
		protocol: 'application',
		to: endpointArn,
		kind: 'notification',
		messageId,
		...(topicArn === undefined ? {} : {topicArn}),
		...(subscriptionArn === undefined ? {} : {subscriptionArn}),
		...(subject === undefined ? {} : {subject}),
		body,
		attributes: {Token: endpoint.attributes.get('Token') ?? '', Platform: application.platform},
	});
	return true;
}
