import {isIP} from 'node:net';
import {gunzipSync} from 'node:zlib';
import type {MessageSigner} from './action.ts';
import type {AnyService, Call} from './call.ts';
import type * as CborCallModule from './call-cbor.ts';
import {JsonCall} from './call-json.ts';
import {QueryCall} from './call-query.ts';
import type {Caller} from './credentials.ts';
import {bodyBytesMax, type Answer, type Exchange} from './exchange.ts';
import {createForm, formText, readForm, type FormNode} from './protocol/aws-query.ts';
import {findTarget, type Services} from './service-index.ts';
import {escapeXml} from './protocol/xml.ts';
import type {SluicePages} from './sluice-pages.ts';

/** What a routing step may look at. */
export type RoutingContext = {
	readonly exchange: Exchange & {readonly body: Buffer};
	readonly caller: Caller;
	readonly requestId: string;
	readonly services: Services;
	readonly pages: SluicePages;
	readonly allowedOrigins: readonly string[];
	readonly signer: MessageSigner;
	/** Undefined until the first CBOR request has loaded it. */
	readonly cbor: CborCalls | undefined;
};

export type CborCalls = typeof CborCallModule;

/** One step of the way from a request to the call that it means. Undefined passes it on to the next step. */
export type RoutingStep = (context: RoutingContext) => Call | Answer | undefined;

/**
Refuses what a web page sends, unless an option names its origin. Browsers send plain forms and load pictures from anywhere without asking first, so not to answer their questions would not be enough.
*/
export const refuseForeignPage: RoutingStep = ({exchange, requestId, allowedOrigins}) => {
	const origin = exchange.header('origin');
	if (origin === undefined) {
		const isEmbedded = exchange.header('sec-fetch-site') === 'cross-site' && exchange.header('sec-fetch-mode') !== 'navigate';
		return isEmbedded ? foreignPage(requestId, 'Web pages of other sites') : undefined;
	}
	const isAllowed = (origin === exchange.origin && isLocalName(origin)) || allowedOrigins.includes('*') || allowedOrigins.includes(origin);
	return isAllowed ? undefined : foreignPage(requestId, `Web pages of ${origin}`);
};

function foreignPage(requestId: string, who: string): Answer {
	const message = `${who} may not call this engine, unless its option allowedOrigins names them.\n`;
	return {status: 403, headers: ['x-amzn-RequestId', requestId, 'Content-Type', 'text/plain; charset=utf-8'], body: message};
}

/** A browser asks before it sends; what may not call is refused before this step. */
export const answerPreflight: RoutingStep = ({exchange, requestId}) => {
	if (exchange.method !== 'OPTIONS' || exchange.header('origin') === undefined) return undefined;
	const headers = ['x-amzn-RequestId', requestId, 'Access-Control-Max-Age', '172800'];
	const asked = exchange.header('access-control-request-headers');
	const method = exchange.header('access-control-request-method');
	if (asked !== undefined) headers.push('Access-Control-Allow-Headers', asked);
	if (method !== undefined) headers.push('Access-Control-Allow-Methods', method);
	return {status: 200, headers, body: ''};
};

/** The engine's own pages. Their prefix cannot be an account number, so they never shadow a queue. */
export const answerSluicePage: RoutingStep = ({exchange, requestId, pages}) => {
	if (!exchange.target.startsWith('/_sluice/')) return undefined;
	const {target} = exchange;
	const path = pathOf(target).slice('/_sluice/'.length);
	const query = new URLSearchParams(target.slice(pathOf(target).length));
	const page = pages.get(path.split('/', 1)[0] ?? '');
	const headers = ['x-amzn-RequestId', requestId, 'Content-Type', 'application/json'];
	const refuse = (status: number, message: string): Answer => ({status, headers, body: JSON.stringify({message})});
	const misused = (method: string, message: string): Answer => ({...refuse(405, message), headers: [...headers, 'Allow', method]});
	if (page?.method === 'GET' && !/^(?:GET|HEAD)$/.test(exchange.method)) return misused('GET, HEAD', `${pathOf(target)} is read with GET.`);
	if (page?.method === 'POST') {
		if (exchange.method !== 'POST') return misused('POST', `${pathOf(target)} changes something: it takes POST.`);
		if (isFromWebPage(exchange)) return refuse(403, `No web page may call ${pathOf(target)}.`);
	}
	const content = page?.answer({path, query});
	if (content === undefined) return refuse(404, `There is nothing at ${pathOf(target)}.`);
	return {status: 200, headers, body: JSON.stringify(content)};
};

/** Whether a browser sent this, or may have. Every POST of a page says where it comes from, whatever page it is. */
function isFromWebPage(exchange: Exchange): boolean {
	if (exchange.header('origin') !== undefined || exchange.header('sec-fetch-site') !== undefined) return true;
	return exchange.origin !== undefined && !isLocalName(exchange.origin);
}

/**
Whether an origin's host is an address or a name that no stranger can own.

A stranger's page can make its own name point at this machine, and its requests then look as if they came from the engine's own pages; the name gives it away.
*/
function isLocalName(origin: string): boolean {
	const name = URL.canParse(origin) ? new URL(origin).hostname : '';
	return isIP(name.replaceAll(/[[\]]/g, '')) !== 0 || /^(?:[^.]+|.*\.(?:localhost|local|internal|test))$/.test(name);
}

/** The certificate that messages of SNS are signed with; their SigningCertURL points here. */
export const answerCertificate: RoutingStep = ({exchange, requestId, signer}) => {
	const {target} = exchange;
	// The path is known once the key pair is made, which only a request for one like it is worth.
	if (!target.endsWith('.pem') || target !== signer.certificatePath()) return undefined;
	return {status: 200, headers: ['x-amzn-RequestId', requestId, 'Content-Type', 'application/x-pem-file'], body: signer.certificatePem()};
};

/** The CBOR map `{"__type": code}`, for codes of 24 to 255 characters; written by hand, because the library takes long to load. */
export function cborError(code: string): Buffer {
	return Buffer.concat([
		Buffer.from('a1', 'hex'),
		Buffer.from([0x66]),
		Buffer.from('__type'),
		Buffer.from([0x78, code.length]),
		Buffer.from(code),
	]);
}

const unknownOperationCbor = cborError('UnknownOperationException');

/** Whether a request speaks Smithy's RPC v2 CBOR. */
export function isRpcV2Cbor(exchange: Exchange): boolean {
	return exchange.header('smithy-protocol') === 'rpc-v2-cbor';
}

/** RPC v2 CBOR names service and operation in the path: `/service/GraniteServiceVersion20100801/operation/PutMetricData`. Clients of services that do not speak it want an error they can read. */
export const routeRpcV2Cbor: RoutingStep = ({exchange, requestId, services, cbor}) => {
	if (!isRpcV2Cbor(exchange)) return undefined;
	const [, target = '', actionName = ''] = /\/service\/([^/]+)\/operation\/([^/]+)$/.exec(pathOf(exchange.target)) ?? [];
	const service = services.byTargetPrefix.get(target);
	if (service?.rpcV2Cbor && cbor) return new cbor.RpcV2CborCall({service, actionName, body: plainBody(exchange)});
	return {
		status: 404,
		headers: ['x-amzn-RequestId', requestId, 'Content-Type', 'application/cbor', 'smithy-protocol', 'rpc-v2-cbor'],
		body: unknownOperationCbor,
	};
};

/** AWS JSON: `x-amz-target: AmazonSQS.SendMessage`. The path is ignored, because some clients send to the queue's URL. */
export const routeTarget: RoutingStep = ({exchange, requestId, services, cbor}) => {
	const target = exchange.header('x-amz-target');
	if (target === undefined) return undefined;
	const {service, actionName} = findTarget(services, target);
	const contentType = mediaType(exchange.header('content-type'));
	switch (contentType) {
		case 'application/x-amz-json-1.0':
		case 'application/x-amz-json-1.1':
			if (!service) return unknownService(requestId, contentType, target);
			return new JsonCall({
				service,
				actionName,
				version: contentType === 'application/x-amz-json-1.0' ? '1.0' : '1.1',
				body: service.id === 'cloudwatch' ? plainBody(exchange) : exchange.body,
			});
		case 'application/json':
			return {
				status: 404,
				headers: ['x-amzn-RequestId', requestId, 'Content-Type', 'application/json'],
				body: '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}',
			};
		default:
			if (!isCbor(exchange)) return xmlAnswer(404, requestId, '<UnknownOperationException/>\n');
			if (!service || !cbor)
				return {status: 400, headers: ['x-amzn-RequestId', requestId, 'Content-Type', cborType], body: unknownOperationCbor};
			return new cbor.CborCall({service, actionName, body: exchange.body});
	}
};

const cborType = 'application/x-amz-cbor-1.1';

/** Whether a request is answered in CBOR: it says so, or names an operation and says nothing at all. */
export function isCbor(exchange: Exchange): boolean {
	const contentType = exchange.header('content-type');
	if (contentType !== undefined && mediaType(contentType) === cborType) return true;
	return exchange.body?.length === 0 && exchange.header('x-amz-target') !== undefined && !contentType?.startsWith('application/');
}

/** AWS Query: `Action=` in a form or in the query string. */
export const routeAction: RoutingStep = ({exchange, caller, services}) => {
	const form = createForm();
	const question = exchange.target.indexOf('?');
	if (question !== -1) readForm(exchange.target.slice(question + 1), form);
	if (isForm(exchange)) readForm(plainBody(exchange).toString('utf8'), form);
	const actionName = formText(form, 'Action');
	if (actionName === undefined) return undefined;
	const service = queryService({exchange, caller, services, form, actionName});
	return service && new QueryCall({service, actionName, form, answersJson: asksForJson(exchange, form)});
};

/** Whether a Query request wants its answer in JSON: by its header, as API Gateway does, or by a parameter, as boto 2 did. */
function asksForJson(exchange: Exchange, form: FormNode): boolean {
	const accept = exchange.header('accept');
	// Of several types the first is the one preferred by everybody who has one.
	return accept?.startsWith('application/json') === true || formText(form, 'ContentType') === 'JSON';
}

/** Two services know AddPermission and RemovePermission, so the name alone decides last. */
function queryService(options: {
	readonly exchange: Exchange;
	readonly caller: Caller;
	readonly services: Services;
	readonly form: FormNode;
	readonly actionName: string;
}): AnyService | undefined {
	const {exchange, caller, services, form, actionName} = options;
	const speaksQuery = (service: AnyService | undefined): AnyService | undefined => (service?.query ? service : undefined);
	return (
		speaksQuery(services.byId.get(caller.service ?? '')) ??
		services.byVersion.get(formText(form, 'Version') ?? '') ??
		speaksQuery(services.byId.get(hostService(exchange))) ??
		(/^\/\d{12}\/./.test(exchange.target) ? services.byId.get('sqs') : undefined) ??
		services.all.find(service => service.query && service.actions.some(({name}) => name === actionName)) ??
		(isForElsewhere(caller, services) ? undefined : speaksQuery(services.byId.get('sqs')))
	);
}

/** Whether a request was signed for a service that the engine lacks. CloudWatch signs as `monitoring`. */
function isForElsewhere({service}: Caller, services: Services): boolean {
	return service !== undefined && service !== 'monitoring' && !services.byId.has(service);
}

function hostService({origin}: Exchange): string {
	const host = origin?.slice(origin.indexOf('//') + 2) ?? '';
	const first = host.slice(0, host.indexOf('.'));
	return first === 'queue' ? 'sqs' : first;
}

/** A form, or a body that says nothing of its type; AWS reads both as Query parameters. */
function isForm(exchange: Exchange & {readonly body: Buffer}): boolean {
	const contentType = mediaType(exchange.header('content-type'));
	return exchange.body.length > 0 && (contentType === 'application/x-www-form-urlencoded' || contentType === '');
}

/** What is left names no operation. */
export const answerUnroutable: RoutingStep = ({exchange, requestId, caller, services}) => {
	if (isForElsewhere(caller, services)) {
		const message = escapeXml(`not implemented by sluice: ${caller.service}`);
		return xmlAnswer(404, requestId, `<UnknownOperationException>\n  <Message>${message}</Message>\n</UnknownOperationException>\n`);
	}
	if (exchange.method === 'POST') {
		return xmlAnswer(
			403,
			requestId,
			'<AccessDeniedException>\n  <Message>Unable to determine service/operation name to be authorized</Message>\n</AccessDeniedException>\n',
		);
	}
	return xmlAnswer(404, requestId, '<UnknownOperationException/>\n');
};

/** A body that was compressed, as clients do with long ones of PutMetricData; as it came where it cannot be read. */
function plainBody(exchange: Exchange & {readonly body: Buffer}): Buffer {
	const {body} = exchange;
	if (exchange.header('content-encoding') !== 'gzip') return body;
	try {
		return gunzipSync(body, {maxOutputLength: bodyBytesMax});
	} catch {
		// What is no gzip is no body of any protocol either, whose own error then says so.
		return body;
	}
}

/** Whoever comes from an emulator of all of AWS should not look for a mistake of their own. */
function unknownService(requestId: string, contentType: string, target: string): Answer {
	const body = JSON.stringify({__type: 'UnknownOperationException', message: `not implemented by sluice: ${target}`});
	return {status: 400, headers: ['x-amzn-RequestId', requestId, 'Content-Type', contentType], body};
}

function xmlAnswer(status: number, requestId: string, body: string): Answer {
	return {status, headers: ['x-amzn-RequestId', requestId, 'Content-Type', 'text/xml'], body};
}

function mediaType(contentType: string | undefined): string {
	if (contentType === undefined) return '';
	// What nearly every request says, as it stands.
	if (contentType === 'application/x-amz-json-1.0' || contentType === 'application/x-amz-json-1.1') return contentType;
	const end = contentType.indexOf(';');
	return (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

/** A request's path without its query string. */
export function pathOf(target: string): string {
	const end = target.indexOf('?');
	return end === -1 ? target : target.slice(0, end);
}
