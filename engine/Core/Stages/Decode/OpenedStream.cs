using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>A stream that begins: its decoder, made by the reader while the input is sure to be open, and what frames need to know.</summary>
/// <param name="Decoder">Owned by whoever holds this.</param>
/// <param name="TimeBase">Of packets and frames.</param>
/// <param name="RotationDegrees">Clockwise, for display.</param>
/// <param name="Session">The recording's name; null for cameras and single files.</param>
/// <param name="StartedAt">When the recording's pts 0 was taken, where its metadata says so.</param>
internal sealed record OpenedStream(VideoDecoder Decoder, AvRational TimeBase, int RotationDegrees, string? Session,
    DateTimeOffset? StartedAt);
