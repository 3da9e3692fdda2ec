namespace Sluice.Host.Bench.Capacity;

/// <summary>One camera of a trial.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Template">The graph's source whose settings and edges it has.</param>
/// <param name="Uri">The prepared file, or an rtsp:// URL.</param>
/// <param name="Fps">Frames a second it sends.</param>
/// <param name="PhaseSeconds">How much later than the first it begins.</param>
/// <param name="Seed">Of its jitter.</param>
internal sealed record TrialCamera(string Id, string Template, string Uri, double Fps, double PhaseSeconds, int Seed);
