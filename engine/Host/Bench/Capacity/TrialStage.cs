namespace Sluice.Host.Bench.Capacity;

/// <summary>One stage's counts since the window began.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Use">Its kind.</param>
/// <param name="In">Frames it was called with.</param>
/// <param name="Busy">Seconds inside its calls, over all that ran at once.</param>
/// <param name="Runs">Calls that may run at once.</param>
/// <param name="Faults">Calls that threw.</param>
/// <param name="Queued">Frames waiting for it now.</param>
/// <param name="Room">Most frames that may wait for it.</param>
/// <param name="Lost">Frames let go in front of it without the graph asking for it.</param>
/// <param name="Pending">Rows or messages accepted by a sink and not acknowledged yet; null where it is none.</param>
internal sealed record TrialStage(string Id, string Use, long In, double Busy, int Runs, long Faults, int Queued, int Room, long Lost, long? Pending);
