namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>Names one candidate's picture in an <see cref="ICandidateStore"/>, from the moment it was taken until it is kept or discarded.</summary>
/// <param name="Key">Unique and repeatable: the same input gives the same key, whatever was lost in between: <c>SOURCE/UUID</c>.</param>
internal sealed record CandidatePicture(string Key)
{
    /// <summary>The key's UUID: the frame's id where the source is live, and one made of source, session, time and number for recordings.</summary>
    public Guid Id => Guid.Parse(Key.AsSpan(Key.LastIndexOf('/') + 1));
}
