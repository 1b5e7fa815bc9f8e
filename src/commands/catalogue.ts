// All commands, in the order in which the overview shows them.

import type { Command, CommandDefinition } from './command.js';
import { auditKeysCommand } from './audit-keys/command.js';
import { cloudListCommand } from './cloud/list.command.js';
import { cloudShowCommand } from './cloud/show.command.js';
import { completionCommand } from './completion/command.js';
import { disableCommand } from './item-change/disable.command.js';
import { backupNowCommand } from './backup-now/command.js';
import { doctorCommand } from './doctor/command.js';
import { enableCommand } from './enable/command.js';
import { explainCommand } from './explain/command.js';
import { exportDashboardCommand } from './export/dashboard.command.js';
import { exportPolicyCommand } from './export/policy.command.js';
import { exportQueriesCommand } from './export/queries.command.js';
import { exportWorkbookCommand } from './export/workbook.command.js';
import { gateCommand } from './gate/command.js';
import { gateInitCommand } from './gate/init.command.js';
import { grantAccessCommand } from './grant-access/command.js';
import { jobsCancelCommand } from './jobs/cancel.command.js';
import { jobsListCommand } from './jobs/list.command.js';
import { jobsShowCommand } from './jobs/show.command.js';
import { jobsWatchCommand } from './jobs/watch.command.js';
import { loginCommand } from './login/command.js';
import { policyCreateCommand } from './policy/change/create.command.js';
import { policyDeleteCommand } from './policy/change/delete.command.js';
import { policyDiffCommand } from './policy/diff.command.js';
import { policyListCommand } from './policy/list.command.js';
import { policyShowCommand } from './policy/show.command.js';
import { policyUpdateCommand } from './policy/change/update.command.js';
import { mcpCommand } from './mcp/command.js';
import { metricsCommand } from './metrics/command.js';
import { preflightCommand } from './preflight/command.js';
import { recoveryPointsListCommand } from './recovery-points/list.command.js';
import { recoveryPointsShowCommand } from './recovery-points/show.command.js';
import { reportCommand } from './report/command.js';
import { reportDiffCommand } from './report/diff.command.js';
import { restoreCommand } from './restore/command.js';
import { drillCleanCommand } from './drill/clean/command.js';
import { drillListCommand } from './drill/records/list.command.js';
import { drillShowCommand } from './drill/records/show.command.js';
import { drillReportCommand } from './drill/report/command.js';
import { drillRunCommand } from './drill/run/command.js';
import { retirementInventoryCommand } from './retirement/inventory.command.js';
import { retirementKeysCommand } from './retirement/keys/command.js';
import { retirementPlanCommand } from './retirement/plan/command.js';
import { retirementPointsCommand } from './retirement/points.command.js';
import { runsListCommand } from './runs/list.command.js';
import { runsPruneCommand } from './runs/prune.command.js';
import { runsShowCommand } from './runs/show.command.js';
import { restoreKeysCommand } from './restore-keys/command.js';
import { resumeCommand } from './item-change/resume.command.js';
import { sandboxClockAdvanceCommand } from './sandbox/clock/advance.command.js';
import { sandboxClockFreezeCommand } from './sandbox/clock/freeze.command.js';
import { sandboxClockShowCommand } from './sandbox/clock/show.command.js';
import { sandboxClockSpeedCommand } from './sandbox/clock/speed.command.js';
import { sandboxEnvCommand } from './sandbox/env.command.js';
import { sandboxFaultAddCommand } from './sandbox/fault/add.command.js';
import { sandboxFaultClearCommand } from './sandbox/fault/clear.command.js';
import { sandboxFaultListCommand } from './sandbox/fault/list.command.js';
import { sandboxResetCommand } from './sandbox/reset.command.js';
import { sandboxServeCommand } from './sandbox/serve.command.js';
import { sandboxShowCommand } from './sandbox/show.command.js';
import { sandboxVerifyCommand } from './sandbox/verify/command.js';
import { statusCommand } from './status/command.js';
import { undeleteCommand } from './item-change/undelete.command.js';
import { vaultCreateCommand } from './vault/create.command.js';
import { vaultListCommand } from './vault/list.command.js';
import { vaultShowCommand } from './vault/show.command.js';
import { versionCommand } from './version/command.js';

/** Every command of the program. */
export const COMMANDS = [
  preflightCommand,
  statusCommand,
  vaultListCommand,
  vaultShowCommand,
  recoveryPointsListCommand,
  recoveryPointsShowCommand,
  auditKeysCommand,
  metricsCommand,
  reportCommand,
  reportDiffCommand,
  retirementInventoryCommand,
  retirementPointsCommand,
  retirementKeysCommand,
  retirementPlanCommand,
  gateCommand,
  gateInitCommand,
  exportPolicyCommand,
  exportQueriesCommand,
  exportWorkbookCommand,
  exportDashboardCommand,
  vaultCreateCommand,
  grantAccessCommand,
  enableCommand,
  disableCommand,
  resumeCommand,
  undeleteCommand,
  restoreCommand,
  restoreKeysCommand,
  drillRunCommand,
  drillListCommand,
  drillShowCommand,
  drillReportCommand,
  drillCleanCommand,
  backupNowCommand,
  jobsListCommand,
  jobsShowCommand,
  jobsWatchCommand,
  jobsCancelCommand,
  runsListCommand,
  runsShowCommand,
  runsPruneCommand,
  policyListCommand,
  policyShowCommand,
  policyDiffCommand,
  policyCreateCommand,
  policyUpdateCommand,
  policyDeleteCommand,
  doctorCommand,
  explainCommand,
  completionCommand,
  loginCommand,
  cloudListCommand,
  cloudShowCommand,
  versionCommand,
  mcpCommand,
  sandboxShowCommand,
  sandboxResetCommand,
  sandboxServeCommand,
  sandboxVerifyCommand,
  sandboxEnvCommand,
  sandboxClockShowCommand,
  sandboxClockAdvanceCommand,
  sandboxClockSpeedCommand,
  sandboxClockFreezeCommand,
  sandboxFaultAddCommand,
  sandboxFaultListCommand,
  sandboxFaultClearCommand,
] as const satisfies readonly CommandDefinition[];

type DocumentOf<Definition> = Definition extends Command<infer Document> ? Document : never;

/** Any result document of theirs. */
export type ResultDocument = DocumentOf<(typeof COMMANDS)[number]>;
