using Sluice.Abstractions;

namespace Sluice.Plugins.SceneChange;

/// <summary>Makes <c>scene_change</c> stages.</summary>
public sealed class SceneChangeFactory : StageFactory<SceneChangeOptions>
{
    /// <inheritdoc/>
    public override string Use => "scene_change";

    /// <inheritdoc/>
    public override string Summary => "Notes 'scene_change' with its strength on frames where the picture changed at once, and passes every frame on.";

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(SceneChangeOptions options)
    {
        if (options.MinGap < TimeSpan.Zero) yield return ("min_gap", "a time of 0s or more");
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, SceneChangeOptions options) => new SceneChangeStage(options);
}
