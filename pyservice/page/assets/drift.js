export function drawDrift(place, details) { place.replaceChildren(); }
