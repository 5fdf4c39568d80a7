using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>
/// How the grey levels of a clip differ from the training clips' as a whole: another exposure, a light that was switched on, or a
/// video whose maker took the range of grey levels for another (16 to 235 for 0 to 255). Image = gain * background + offset.
/// </summary>
/// <param name="Gain">How much more contrast there is.</param>
/// <param name="Offset">How much brighter it is, in grey levels.</param>
internal readonly record struct Tone(float Gain, float Offset)
{
    private const int Rounds = 8;
    private const double Outlier = 8;
    private const float LeastGain = 0.3f;
    private const float MostGain = 3;

    /// <summary>As in training.</summary>
    public static Tone Same { get; } = new(1, 0);

    /// <summary>Finds the tone of a picture by robust least squares: people are outliers.</summary>
    public static Tone Of(Plane image, Plane background)
    {
        // The quartiles are a start that a quarter of other things cannot spoil.
        float[] now = [.. image.Values];
        float[] then = [.. background.Values];
        Array.Sort(now);
        Array.Sort(then);
        double gain = Math.Max(1, now[now.Length * 3 / 4] - now[now.Length / 4]) / (double)Math.Max(1, then[then.Length * 3 / 4] - then[then.Length / 4]);
        var offset = now[now.Length / 2] - (gain * then[then.Length / 2]);
        for (var round = 0; round < Rounds; round++)
        {
            double w = 0, x = 0, y = 0, xx = 0, xy = 0;
            for (var i = 0; i < now.Length; i++)
            {
                double b = background.Values[i];
                var r = (image.Values[i] - (gain * b) - offset) / Outlier;
                var weight = 1 / (1 + (r * r));
                w += weight;
                x += weight * b;
                y += weight * image.Values[i];
                xx += weight * b * b;
                xy += weight * b * image.Values[i];
            }

            var spread = xx - (x * x / w);
            gain = spread > 1 ? (xy - (x * y / w)) / spread : 1;
            offset = (y - (gain * x)) / w;
        }

        return new Tone(Math.Clamp((float)gain, LeastGain, MostGain), (float)offset);
    }

    /// <summary>Gives a picture the tone of the training clips.</summary>
    public void Undo(Plane image)
    {
        if (this != Same)
        {
            for (var i = 0; i < image.Values.Length; i++)
            {
                image.Values[i] = (image.Values[i] - Offset) / Gain;
            }
        }
    }

    /// <summary>This tone, seen through another one that was undone before.</summary>
    public Tone After(Tone before) => new(before.Gain * Gain, (before.Gain * Offset) + before.Offset);
}
