namespace Sluice.Core.Stages.Keyframes.Report;

/// <summary>A collection rule in a period.</summary>
/// <param name="Name">The rule.</param>
/// <param name="Fired">Episodes it opened.</param>
/// <param name="Suppressed">Episodes its rate did not let through.</param>
internal sealed record TriggerFigure(string Name, long Fired, long Suppressed);
