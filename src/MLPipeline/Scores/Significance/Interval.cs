namespace MLPipeline.Scores;

/// <summary>An estimate with its confidence interval.</summary>
/// <param name="Estimate">The value on the sample itself.</param>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Confidence">Share of samples whose interval holds the true value, for example 0.95.</param>
public sealed record Interval(double Estimate, double Lower, double Upper, double Confidence);
