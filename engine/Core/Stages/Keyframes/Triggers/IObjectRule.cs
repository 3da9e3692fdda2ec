namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>A collection rule about single objects: two in one picture that it holds for are two episodes.</summary>
internal interface IObjectRule : ITriggerRule
{
    /// <summary>The tracks that it held for at the latest look, null for the picture, the worst first, and how bad each is, up to 1; valid until the next.</summary>
    ReadOnlySpan<(long? Track, float Severity)> Found { get; }
}
