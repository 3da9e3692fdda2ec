using Sluice.Core.Stages.Decode.Sessions;

namespace Sluice.Core.Stages.Decode;

/// <summary>One input of a recorded source.</summary>
/// <param name="Url">What FFmpeg opens.</param>
/// <param name="Session">Its name within a folder; null for a single file.</param>
/// <param name="StartedAt">When its pts 0 was taken, where a metadata file beside it says so.</param>
internal sealed record Recording(string Url, string? Session, DateTimeOffset? StartedAt)
{
    /// <summary>Who is told how far it was read; null when nobody asks.</summary>
    public SessionProgress? Progress { get; init; }
}
