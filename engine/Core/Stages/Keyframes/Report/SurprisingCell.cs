namespace Sluice.Core.Stages.Keyframes.Report;

/// <summary>Something that is hardly ever seen here.</summary>
/// <param name="Cell">What, in words.</param>
/// <param name="Bits">How surprising.</param>
/// <param name="Key">The keyframe that shows it.</param>
internal sealed record SurprisingCell(string Cell, double Bits, string Key);
