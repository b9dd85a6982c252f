import {AwsError} from '../action.ts';
import {invalidParameter, resourceNotFound} from './errors.ts';
import type {SnsState} from './state.ts';
import {checkArnParts} from './arn-parts.ts';
import type {Topic} from './topic.ts';

export type Tag = {readonly Key: string; readonly Value: string};

const tagCountMax = 50;

/** Tag operations word a missing topic differently from all others. */
export function requireTaggedTopic(state: SnsState, arn: string): Topic {
	const topic = state.topics.get(arn);
	if (topic) return topic;
	checkArnParts(arn, 'ResourceArn');
	throw resourceNotFound();
}

export function checkTags(tags: readonly Tag[]): void {
	if (new Set(tags.map(tag => tag.Key)).size !== tags.length) throw invalidParameter('Duplicated keys are not allowed.');
	// Assumed: the limits are documented, the texts are not.
	for (const {Key: key, Value: value} of tags) {
		if (key === '' || key.length > 128 || key.toLowerCase().startsWith('aws:')) throw invalidParameter('Tags Reason: Invalid tag key');
		if (value.length > 256) throw invalidParameter('Tags Reason: Invalid tag value');
	}
}

/** Overwrites tags of the same key. */
export function addTags(topic: Topic, tags: readonly Tag[]): void {
	checkTags(tags);
	const count = new Set([...topic.tags.keys(), ...tags.map(tag => tag.Key)]).size;
	if (count > tagCountMax) {
		throw new AwsError('Could not complete request: tag quota of per resource exceeded', {code: 'TagLimitExceeded'});
	}
	for (const tag of tags) topic.tags.set(tag.Key, tag.Value);
}
