import {sourcesOf} from './observation.ts';
import {fine, type QueueRule} from './rule.ts';
import {countsSeen, nameOf, queueThing} from './words.ts';

export const otherKey: QueueRule = {
	id: 'other-key',
	about: 'queue',
	rank: 'RISK',
	title: 'DLQ under another key than its source',
	when: 'a DLQ and a source of it have different KMS keys',
	from: 'attributes',
	fix: 'one key for both, or see that the consumers may use both',
	judge(queue, observations) {
		const {attributes} = queue;
		if (!attributes) return {needs: 'its attributes'};
		const others = sourcesOf(queue, observations).filter(({attributes: source}) => source && source.kmsKeyId !== attributes.kmsKeyId);
		const [source] = others;
		if (!source) return fine;
		const [here, there] = [keyWords(attributes.kmsKeyId), keyWords(source.attributes?.kmsKeyId)];
		return [
			{
				thing: queueThing(queue),
				what: `other key than ${others.length === 1 ? 'its source' : `${others.length} sources`}: ${here}`,
				size: others.length,
				why: `${queue.name} is encrypted with ${here}, ${source.name} with ${there}: who may read the one may not be able to read the other, and a redrive needs both keys.`,
				evidence: [countsSeen(queue, 'KmsMasterKeyId.'), {source: `attributes of ${source.name}`}],
				fixes: [{text: `compare with ${source.name}`, action: 'queue.dlq'}],
			},
		];
	},
};

function keyWords(keyId: string | undefined): string {
	return keyId === undefined ? 'no KMS key' : `KMS ${nameOf(keyId)}`;
}
