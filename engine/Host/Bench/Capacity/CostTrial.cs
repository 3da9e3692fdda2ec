namespace Sluice.Host.Bench.Capacity;

/// <summary>A trial that a cost study asks for.</summary>
/// <param name="Clips">What the cameras send, in turn.</param>
/// <param name="Cameras">How many.</param>
/// <param name="Cores">Cores the engine may use; null for those it has.</param>
/// <param name="DoublesModels">Whether each model runs twice a frame.</param>
internal sealed record CostTrial(IReadOnlyList<CameraClip> Clips, int Cameras, int? Cores = null, bool DoublesModels = false);
