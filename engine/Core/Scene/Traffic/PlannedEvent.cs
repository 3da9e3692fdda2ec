namespace Sluice.Core.Scene.Traffic;

/// <summary>A rare event and the second it begins.</summary>
internal sealed record PlannedEvent(RareEvent Kind, double At);
