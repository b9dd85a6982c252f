import type * as sdk from '@aws-sdk/client-lambda';
import type {Caller} from './call.ts';
import {modules, type Clients} from './clients.ts';
import type {EventSourceMapping, FunctionGateway} from './function.ts';
import {readOptional, type Reading} from './reading.ts';
import {createSend} from './send.ts';
import type {SessionContext} from './session.ts';

/** A thing has a handful of mappings, 100 a page; an account may have thousands. */
const pagesMax = {oneThing: 20, all: 200};

export function createFunctionGateway(options: {caller: Caller; clients: Clients; context: SessionContext}): FunctionGateway {
	const {caller, clients, context} = options;
	const send = createSend<typeof sdk>({service: 'lambda', caller, load: modules.lambda, client: clients.lambda});
	let absent: Reading<never> | undefined;

	/** An endpoint that has no Lambda will not have it later, and there may be thousands of queues to ask about. */
	async function ask<Value>(read: () => Promise<Value>): Promise<Reading<Value>> {
		if (absent) return absent;
		const reading = await readOptional(context, read);
		if (reading.status === 'absent') absent = reading;
		return reading;
	}

	async function list(sourceArn: string | undefined, {pagesMax, signal}: {pagesMax: number; signal: AbortSignal | undefined}) {
		const found: EventSourceMapping[] = [];
		const about = sourceArn?.slice(sourceArn.lastIndexOf(':') + 1);
		let token: string | undefined;
		for (let page = 0; page < pagesMax; page++) {
			const input = {...(sourceArn !== undefined && {EventSourceArn: sourceArn}), Marker: token};
			const answer = await send('ListEventSourceMappings', input, {signal, ...(about !== undefined && {about})});
			found.push(...(answer.EventSourceMappings ?? []).map(mapping => readMapping(mapping, sourceArn ?? '')));
			token = answer.NextMarker || undefined;
			if (token === undefined) break;
		}
		return found;
	}

	return {
		mappings: (sourceArn, {signal} = {}) => ask(() => list(sourceArn, {pagesMax: pagesMax.oneThing, signal})),
		allMappings: ({signal} = {}) => ask(() => list(undefined, {pagesMax: pagesMax.all, signal})),
		timeoutSeconds: (functionArn, {signal} = {}) =>
			ask(async () => {
				const about = functionName(functionArn);
				const answer = await send('GetFunctionConfiguration', {FunctionName: functionArn}, {signal, about});
				return answer.Timeout ?? 3;
			}),
	};
}

function readMapping(wire: sdk.EventSourceMappingConfiguration, sourceArn: string): EventSourceMapping {
	const state = wire.State ?? '';
	const functionArn = wire.FunctionArn ?? '';
	return {
		id: wire.UUID ?? '',
		functionArn,
		functionName: functionName(functionArn),
		sourceArn: wire.EventSourceArn ?? sourceArn,
		state,
		isEnabled: /^(?:Enabled|Enabling|Updating|Creating)$/.test(state),
		...(wire.BatchSize !== undefined && {batchSize: wire.BatchSize}),
		...(wire.MaximumBatchingWindowInSeconds !== undefined && {batchWindowSeconds: wire.MaximumBatchingWindowInSeconds}),
		...(wire.ScalingConfig?.MaximumConcurrency !== undefined && {concurrencyMax: wire.ScalingConfig.MaximumConcurrency}),
		reportsBatchItemFailures: (wire.FunctionResponseTypes ?? []).includes('ReportBatchItemFailures'),
		filters: (wire.FilterCriteria?.Filters ?? []).map(({Pattern = ''}) => Pattern),
		...(wire.LastModified && {modifiedAtMs: wire.LastModified.getTime()}),
		...(wire.LastProcessingResult !== undefined && {lastResult: wire.LastProcessingResult}),
	};
}

/** `orders-worker:live` of `arn:aws:lambda:eu-west-1:123456789012:function:orders-worker:live` */
function functionName(arn: string): string {
	return arn.split(':').slice(6).join(':') || arn;
}
