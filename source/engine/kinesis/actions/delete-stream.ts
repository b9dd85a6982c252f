import {defineAction} from '../../action.ts';
import {boolean, structure} from '../../shape.ts';
import {countChannels} from '../channels.ts';
import {countConsumers} from '../describe.ts';
import {resourceInUse} from '../errors.ts';
import {noBody, nothing, streamReference} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';

const input = structure({optional: {...streamReference, EnforceConsumerDeletion: boolean()}});

export const deleteStream = defineAction<KinesisState, typeof input, typeof nothing>({
	name: 'DeleteStream',
	input,
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteStream.html',
	handle(request, context) {
		const {state, nowMs} = context;
		const stream = findStream(request, context);
		if (request.EnforceConsumerDeletion !== true && countConsumers(stream, nowMs) > 0) {
			// Assumed: AWS's words are not recorded.
			throw resourceInUse(
				`Stream ${stream.name} under account ${stream.accountId} has registered consumers. Deregister them or set EnforceConsumerDeletion.`,
			);
		}
		if (countChannels(stream, state, nowMs) > 0) {
			// Assumed: as above.
			throw resourceInUse(`Stream ${stream.name} under account ${stream.accountId} has channels. Delete them first.`);
		}
		state.deleteStream(stream, nowMs);
		return noBody;
	},
});
