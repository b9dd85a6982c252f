import type * as sdk from '@aws-sdk/client-kinesis';
import type {Send} from './send.ts';
import {requestIdOf} from './stream-wire.ts';
import type {StreamSettingCalls} from './stream.ts';

/** Settings and tags of a stream. None is tried again by itself: AWS allows few such calls, and most only while the stream is ACTIVE. */
export function streamSettingCalls(send: Send<typeof sdk>): StreamSettingCalls {
	return {
		async setRetention({signal, name, hours, direction}) {
			const action = direction === 'longer' ? 'IncreaseStreamRetentionPeriod' : 'DecreaseStreamRetentionPeriod';
			return requestIdOf(await send(action, {StreamName: name, RetentionPeriodHours: hours}, {signal, about: name, purpose: 'once'}));
		},
		async setMode({signal, name, arn, mode}) {
			const input = {StreamARN: arn, StreamModeDetails: {StreamMode: mode}};
			return requestIdOf(await send('UpdateStreamMode', input, {signal, about: name, purpose: 'once'}));
		},
		async startEncryption({signal, name, keyId}) {
			const input = {StreamName: name, EncryptionType: 'KMS' as const, KeyId: keyId};
			return requestIdOf(await send('StartStreamEncryption', input, {signal, about: name, purpose: 'once'}));
		},
		async stopEncryption({signal, name, keyId}) {
			const input = {StreamName: name, EncryptionType: 'KMS' as const, KeyId: keyId};
			return requestIdOf(await send('StopStreamEncryption', input, {signal, about: name, purpose: 'once'}));
		},
		async startShardMetrics({signal, name, metrics}) {
			return requestIdOf(await send('EnableEnhancedMonitoring', metricInput(name, metrics), {signal, about: name, purpose: 'once'}));
		},
		async stopShardMetrics({signal, name, metrics}) {
			return requestIdOf(await send('DisableEnhancedMonitoring', metricInput(name, metrics), {signal, about: name, purpose: 'once'}));
		},
		async setRecordSizeMax({signal, name, arn, kibibytes}) {
			const input = {StreamARN: arn, MaxRecordSizeInKiB: kibibytes};
			return requestIdOf(await send('UpdateMaxRecordSize', input, {signal, about: name, purpose: 'once'}));
		},
		async setWarmThroughput({signal, name, mebibytesPerSecond}) {
			const input = {StreamName: name, WarmThroughputMiBps: mebibytesPerSecond};
			return requestIdOf(await send('UpdateStreamWarmThroughput', input, {signal, about: name, purpose: 'once'}));
		},
		...tagCalls(send),
	};
}

function tagCalls(send: Send<typeof sdk>): Pick<StreamSettingCalls, 'addTags' | 'removeTags' | 'tags'> {
	return {
		async tags(name, {signal} = {}) {
			const tags: Record<string, string> = {};
			let after: string | undefined;
			do {
				const answer = await send('ListTagsForStream', {StreamName: name, ExclusiveStartTagKey: after}, {signal, about: name});
				for (const {Key = '', Value = ''} of answer.Tags ?? []) tags[Key] = Value;
				const last = answer.Tags?.at(-1)?.Key;
				after = answer.HasMoreTags && last !== after ? last : undefined;
			} while (after !== undefined);
			return tags;
		},
		async addTags({signal, name, tags}) {
			return requestIdOf(await send('AddTagsToStream', {StreamName: name, Tags: {...tags}}, {signal, about: name, purpose: 'once'}));
		},
		async removeTags({signal, name, keys}) {
			return requestIdOf(
				await send('RemoveTagsFromStream', {StreamName: name, TagKeys: [...keys]}, {signal, about: name, purpose: 'once'}),
			);
		},
	};
}

function metricInput(name: string, metrics: readonly string[]) {
	// The names come from people; AWS says which it does not know.
	return {StreamName: name, ShardLevelMetrics: [...metrics] as sdk.MetricsName[]};
}
