namespace Sluice.Tests;

/// <summary>A test that fills a real, small disk; skipped where nobody may mount one, saying so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallMountFactAttribute : FactAttribute
{
    public SmallMountFactAttribute() => Skip = SmallMount.SkipReason;
}
