import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {encryptionType, keyId, noBody, nothing, streamReference} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';
import {changeEncryption} from '../stream-settings.ts';

export const startStreamEncryption = defineAction({
	name: 'StartStreamEncryption',
	input: structure({required: {EncryptionType: encryptionType, KeyId: keyId}, optional: streamReference}),
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StartStreamEncryption.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {state, nowMs} = context;
		const stream = findStream(request, context);
		changeEncryption(state, {
			stream,
			action: 'StartStreamEncryption',
			encryptionType: request.EncryptionType,
			kmsKeyId: request.KeyId,
			nowMs,
		});
		return noBody;
	},
});
