namespace Sluice.Host.Bench.Capacity;

/// <summary>The cameras to plan for; what is null is as it was measured.</summary>
/// <param name="Cameras">How many.</param>
/// <param name="Fps">Frames a second each.</param>
/// <param name="Megapixels">Million pixels a frame.</param>
/// <param name="Cores">Cores of a box.</param>
/// <param name="ModelCost">What a run of the model costs against that of the one measured.</param>
/// <param name="Reserve">Part of the cameras of a box held back.</param>
internal sealed record PlannedCameras(int Cameras, double? Fps, double? Megapixels, int? Cores, double ModelCost, double? Reserve)
{
    /// <summary>Whether they are as measured, reserve and number apart.</summary>
    public bool IsAsMeasured => Fps == null && Megapixels == null && Cores == null && ModelCost == 1;
}
