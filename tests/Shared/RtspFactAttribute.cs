namespace Sluice.Tests;

/// <summary>A test that needs GStreamer's RTSP server for Python; must run where <c>CI</c> is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RtspFactAttribute : FactAttribute
{
    private const string Typelib = "/usr/lib/x86_64-linux-gnu/girepository-1.0/GstRtspServer-1.0.typelib";

    public RtspFactAttribute()
    {
        if (!File.Exists(Typelib) && Environment.GetEnvironmentVariable("CI") == null)
            Skip = "needs GStreamer's RTSP server (./sluice setup --test)";
    }
}
