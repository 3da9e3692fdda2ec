namespace Sluice.Tests;

/// <summary>A theory that needs GStreamer's RTSP server for Python; must run where <c>CI</c> is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RtspTheoryAttribute : TheoryAttribute
{
    public RtspTheoryAttribute() => Skip = new RtspFactAttribute().Skip;
}
