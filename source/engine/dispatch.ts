import type {EpochMs} from '../shared/clock.ts';
import type {MessageSigner} from './action.ts';
import type {AnyService, Call} from './call.ts';
import {createCallerReader, type Caller} from './credentials.ts';
import type {Answer, Exchange} from './exchange.ts';
import {Performer, type EngineBug} from './perform.ts';
import {encodeXmlError} from './protocol/xml.ts';
import type {Regions} from './regions.ts';
import type {ContextEnvironment} from './request-context.ts';
import {
	answerCertificate,
	answerPreflight,
	answerSluicePage,
	answerUnroutable,
	cborError,
	isCbor,
	refuseForeignPage,
	isRpcV2Cbor,
	routeAction,
	routeRpcV2Cbor,
	routeTarget,
	type CborCalls,
	type RoutingStep,
} from './routing.ts';
import {indexServices} from './service-index.ts';
import type {SluicePages} from './sluice-pages.ts';

/** From a request to the call that it means; the first step that knows decides. */
const routingSteps: readonly RoutingStep[] = [
	refuseForeignPage,
	answerPreflight,
	routeTarget,
	answerSluicePage,
	answerCertificate,
	routeRpcV2Cbor,
	routeAction,
	answerUnroutable,
];

export type DispatcherOptions = ContextEnvironment & {
	readonly services: readonly AnyService[];
	readonly regions: Regions;
	readonly signer: MessageSigner;
	readonly pages: SluicePages;
	/** Web origins that may call the AWS APIs; `*` for all. */
	readonly allowedOrigins: readonly string[];
	readonly onBug: (bug: EngineBug) => void;
	/** Called before a request does anything. */
	readonly beforeCall?: (nowMs: EpochMs) => void;
};

/** Makes the function that answers requests. It never throws, and it answers every request whose client stays. */
export function createDispatcher(options: DispatcherOptions): (exchange: Exchange) => void {
	const {random, signer, pages, allowedOrigins, onBug} = options;
	const services = indexServices(options.services);
	const readCaller = createCallerReader();
	const send = (exchange: Exchange, answer: Answer): void =>
		exchange.answer(allowedOrigins.length === 0 ? answer : withCors(answer, exchange, allowedOrigins));
	const performer = new Performer({...options, send});
	let cbor: CborCalls | undefined;

	function route(exchange: Exchange, caller: Caller, requestId: string): Call | Answer {
		if (exchange.body === undefined) return tooLarge(exchange, requestId);
		// Narrowed by the line above, which the type of a getter cannot tell.
		const known = exchange as Exchange & {readonly body: Buffer};
		const context = {exchange: known, caller, requestId, services, pages, allowedOrigins, signer, cbor};
		for (const step of routingSteps) {
			const routed = step(context);
			if (routed) return routed;
		}
		throw new Error('The last routing step answers everything.');
	}

	/** What fails outside of a call is answered in no protocol in particular. */
	function failOutsideCall(exchange: Exchange, error: unknown, requestId: string): void {
		onBug({error, service: '', action: '', requestId});
		send(exchange, {status: 500, headers: ['x-amzn-RequestId', requestId, 'Content-Type', 'text/xml'], body: '<InternalFailure/>\n'});
	}

	async function loadCbor(exchange: Exchange, requestId: string): Promise<void> {
		try {
			cbor = await import('./call-cbor.ts');
			serve(exchange);
		} catch (error) {
			failOutsideCall(exchange, error, requestId);
		}
	}

	function serve(exchange: Exchange): void {
		const requestId = random.uuid();
		if (!cbor && (isCbor(exchange) || isRpcV2Cbor(exchange))) {
			void loadCbor(exchange, requestId);
			return;
		}
		try {
			const caller = readCaller(exchange);
			const routed = route(exchange, caller, requestId);
			if ('type' in routed) performer.perform({exchange, call: routed, caller, requestId});
			else send(exchange, routed);
		} catch (error) {
			failOutsideCall(exchange, error, requestId);
		}
	}

	return serve;
}

function withCors(answer: Answer, exchange: Exchange, allowedOrigins: readonly string[]): Answer {
	const origin = exchange.header('origin');
	if (origin === undefined || !(allowedOrigins.includes('*') || allowedOrigins.includes(origin))) return answer;
	const exposed = 'x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,x-amzn-ErrorMessage,Date';
	return {
		...answer,
		headers: [...answer.headers, 'Access-Control-Allow-Origin', origin, 'Vary', 'Origin', 'Access-Control-Expose-Headers', exposed],
	};
}

/** In the client's own protocol, as far as its headers tell. */
function tooLarge(exchange: Exchange, requestId: string): Answer {
	const code = 'RequestEntityTooLargeException';
	const message = 'The request body is longer than 32 MiB.';
	const headers = (contentType: string): string[] => ['x-amzn-RequestId', requestId, 'Content-Type', contentType];
	if (isCbor(exchange)) return {status: 413, headers: headers('application/x-amz-cbor-1.1'), body: cborError(code)};
	if (exchange.header('x-amz-target') !== undefined)
		return {status: 413, headers: headers('application/x-amz-json-1.1'), body: JSON.stringify({__type: code, message})};
	const body = encodeXmlError({
		namespace: 'http://webservices.amazon.com/AWSFault/2005-15-09',
		code,
		message,
		fault: 'Sender',
		hasDetail: false,
		requestId,
	});
	return {status: 413, headers: headers('text/xml'), body};
}
