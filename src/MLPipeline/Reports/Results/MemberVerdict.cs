namespace MLPipeline.Reports;

/// <summary>A member of a pipeline for one category.</summary>
/// <param name="Member">Its configuration in one line.</param>
/// <param name="Weight">How much it counts.</param>
/// <param name="Tails">The L-kurtosis of its good log-scores; null where the gate was not asked.</param>
/// <param name="Limit">The largest that joins; null for the first member, and where the gate was not asked.</param>
/// <param name="Joins">Whether it is part of the model.</param>
public sealed record MemberVerdict(string Member, double Weight, double? Tails, double? Limit, bool Joins);
