using Sluice.Core.Scene;

namespace Sluice.Core.Tests.Scene;

internal static class SceneProbe
{
    public static SceneOptions Small(CameraPlacement camera, double hour = 14, double rain = 0) => new()
    {
        Camera = camera, Seed = 5, WidthPx = 480, HeightPx = 270, Duration = TimeSpan.FromSeconds(40), Hour = hour,
            Rain = rain,
    };

    public static byte[] Frame(TrafficScene scene, int frame)
    {
        var packed = new byte[scene.Options.WidthPx * scene.Options.HeightPx * 3 / 2];
        scene.Render(frame, YuvPlanes.Packed(packed, scene.Options.WidthPx, scene.Options.HeightPx));
        return packed;
    }
}
