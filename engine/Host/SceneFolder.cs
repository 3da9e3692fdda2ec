using Sluice.Core.Stages.Decode;

namespace Sluice.Host;

/// <summary>Where rendered clips of the procedural scene are kept: <c>out/scenes</c> of the working directory, or <c>SLUICE_SCENES</c>.</summary>
internal static class SceneFolder
{
    /// <summary>The cache there.</summary>
    public static SceneCache Cache()
        => new(Path.GetFullPath(Environment.GetEnvironmentVariable("SLUICE_SCENES") ?? Path.Combine("out", "scenes")));
}
