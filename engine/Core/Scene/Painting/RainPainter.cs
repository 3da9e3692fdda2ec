using Sluice.Core.Scene.Geometry;

namespace Sluice.Core.Scene.Painting;

/// <summary>Streaks of rain between the camera and the street, and splashes on it.</summary>
internal static class RainPainter
{
    public static void Draw(FrameCanvas canvas, double rain, double light, int frame, uint seed)
    {
        if (canvas.IdsOnly || rain < 0.02) return;
        var scale = canvas.Height / 720.0;
        var count = (int)(rain * 520);
        for (var i = 0; i < count; i++)
        {
            uint h = SceneMath.Hash((uint)frame, (uint)i, seed), g = SceneMath.Hash((uint)frame, (uint)i, seed + 1);
            int x = (int)(h % (uint)canvas.Width), y = (int)(h / 7919 % (uint)(canvas.Height + 40)) - 40;
            var near = (g & 255) / 255.0;
            var length = (int)((6 + 26 * near * near) * scale);
            canvas.Streak(x, y, Math.Max(2, length), -30 - (int)(rain * 30), (int)(120 + 105 * light),
                (int)(30 + 60 * near));
            if (near > 1.2) canvas.Streak(x + 1, y, length, -30, 200, 30);
        }
    }
}
