namespace Sluice.Native.FFmpeg;

/// <summary>One line of FFmpeg's log.</summary>
/// <param name="Level">Its gravity.</param>
/// <param name="Source">File or URL (without password) whose work caused it; null when that cannot be told.</param>
/// <param name="Context">FFmpeg's name for the part that speaks, such as <c>h264</c> or <c>rtsp</c>; may be empty.</param>
/// <param name="Text">The line, without a line end and without passwords.</param>
public readonly record struct FFmpegLogLine(FFmpegLogLevel Level, string? Source, string Context, string Text);
