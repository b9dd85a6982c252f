import {safeText} from '../../payload/safe-text.ts';
import {statementsOf} from '../../operations/queue-flow.ts';

/** What stands out in a policy: whom it opens the queue to, and what it denies. */
export function policyRemarks(policy: string): readonly string[] {
	const statements = statementsOf(policy);
	if (statements.length === 0) return ['This policy cannot be read as statements.'];
	return statements.flatMap((statement, index) => {
		const name = typeof statement['Sid'] === 'string' ? `"${safeText(statement['Sid'])}"` : `Statement ${index + 1}`;
		const isOpen = isEverybody(statement['Principal']);
		const hasCondition = typeof statement['Condition'] === 'object' && statement['Condition'] !== null;
		if (statement['Effect'] === 'Deny')
			return isOpen && !hasCondition ? [`${name} denies ${actionsOf(statement)} to everybody, you too.`] : [];
		if (isOpen && !hasCondition) return [`${name} lets everybody, in any account, ${actionsOf(statement)}.`];
		return [];
	});
}

function isEverybody(principal: unknown): boolean {
	if (principal === '*') return true;
	const accounts = typeof principal === 'object' && principal !== null ? (principal as {AWS?: unknown}).AWS : undefined;
	return [accounts].flat().includes('*');
}

function actionsOf(statement: Readonly<Record<string, unknown>>): string {
	const actions = [statement['Action'] ?? 'do everything']
		.flat()
		.filter(action => typeof action === 'string')
		.map(action => safeText(action));
	return actions.length > 3 ? `${actions.slice(0, 3).join(', ')} and ${actions.length - 3} more` : actions.join(', ');
}
