namespace Sluice.Host.Bench;

/// <summary>What a part of the bench of sinks measured.</summary>
/// <param name="Part">Which.</param>
/// <param name="Rows">Object rows.</param>
/// <param name="Seconds">Wall time, until the server had confirmed the last.</param>
/// <param name="RowsPerSecond">Both divided.</param>
/// <param name="EngineCorePercent">CPU of this process, in percent of one core.</param>
/// <param name="StoreCorePercent">CPU of the embedded store; null for another server.</param>
/// <param name="EngineMicrosecondsPerRow">CPU time of this process for a row.</param>
/// <param name="BytesPerRow">Managed memory allocated for a row, the making of frames included.</param>
internal sealed record SinkReading(
    string Part, long Rows, double Seconds, double RowsPerSecond, double EngineCorePercent, double? StoreCorePercent, double EngineMicrosecondsPerRow, double BytesPerRow);
